# SPDX-License-Identifier: MIT
"""One operation of OpenCV on a UMat and on the CPU; started by run_clients.py, by the Python that has cv2.

  client_opencv.py --list
  client_opencv.py NAME PICTURE

Prints the device's name, then `difference GREATEST MEAN allowed GREATEST MEAN`. PICTURE is read by cv2.
"""

import sys

import cv2
import numpy as np

KERNEL = np.ones((5, 5), np.uint8)
SHARPEN = np.array([[0, -1, 0], [-1, 5, -1], [0, -1, 0]], np.float32)
TURN = cv2.getRotationMatrix2D((200, 250), 17, 0.9)
TILT = np.array([[1.05, 0.08, -20], [0.03, 0.95, 5], [1e-4, -5e-5, 1]], np.float64)


def gray(image):
    return cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)


def floating(image):
    """Pixels as float from 0 to 1, of the same kind (UMat or array) as image."""
    if isinstance(image, cv2.UMat):
        return cv2.UMat(floating(image.get()))
    return image.astype(np.float32) / 255


def lut(image):
    return cv2.LUT(image, np.arange(255, -1, -1, dtype=np.uint8))


def product(image):
    """A matrix product: the picture's gray values by their transpose."""
    a = floating(gray(image))
    return cv2.gemm(a, a, 1 / 256, None, 0, flags=cv2.GEMM_2_T)


def histogram(image):
    return cv2.calcHist([gray(image)], [0], None, [64], [0, 256])


def template(image):
    part = gray(image)
    patch = part.get()[100:140, 120:170] if isinstance(part, cv2.UMat) else part[100:140, 120:170]
    patch = cv2.UMat(patch) if isinstance(part, cv2.UMat) else patch
    return cv2.matchTemplate(part, patch, cv2.TM_CCOEFF_NORMED)


# name: operation, greatest difference of a value, mean difference. Where OpenCV's kernels round otherwise than its CPU
# path, or where a pixel at a threshold tips over (Canny), the tolerance covers what PoCL needs as well.
CASES = {
    "cvtColor-gray": (gray, 1, 0.1),
    "cvtColor-hsv": (lambda i: cv2.cvtColor(i, cv2.COLOR_BGR2HSV), 1, 0.1),
    "cvtColor-lab": (lambda i: cv2.cvtColor(i, cv2.COLOR_BGR2Lab), 2, 0.5),
    "cvtColor-yuv": (lambda i: cv2.cvtColor(i, cv2.COLOR_BGR2YCrCb), 1, 0.1),
    "GaussianBlur": (lambda i: cv2.GaussianBlur(i, (7, 7), 1.5), 1, 0.5),
    "GaussianBlur-float": (lambda i: cv2.GaussianBlur(floating(i), (9, 9), 2.0), 1e-5, 1e-6),
    "blur": (lambda i: cv2.blur(i, (5, 5)), 1, 0.5),
    "medianBlur": (lambda i: cv2.medianBlur(gray(i), 5), 0, 0),
    "bilateralFilter": (lambda i: cv2.bilateralFilter(gray(i), 5, 40, 3), 1, 0.6),
    "filter2D": (lambda i: cv2.filter2D(i, -1, SHARPEN), 1, 0.1),
    "sepFilter2D": (lambda i: cv2.sepFilter2D(gray(i), cv2.CV_32F, SHARPEN[1], SHARPEN[1]), 1e-2, 1e-3),
    "Sobel": (lambda i: cv2.Sobel(gray(i), cv2.CV_16S, 1, 0), 0, 0),
    "Laplacian": (lambda i: cv2.Laplacian(gray(i), cv2.CV_32F, ksize=3), 1e-3, 1e-4),
    "Canny": (lambda i: cv2.Canny(gray(i), 60, 150), 255, 0.02),
    "erode": (lambda i: cv2.erode(i, KERNEL), 0, 0),
    "dilate": (lambda i: cv2.dilate(i, KERNEL), 0, 0),
    "morphologyEx": (lambda i: cv2.morphologyEx(gray(i), cv2.MORPH_GRADIENT, KERNEL), 0, 0),
    "resize-linear": (lambda i: cv2.resize(i, (333, 217), interpolation=cv2.INTER_LINEAR), 1, 0.3),
    "resize-float": (lambda i: cv2.resize(floating(i), (900, 700), interpolation=cv2.INTER_LINEAR), 1e-4, 1e-5),
    "resize-area": (lambda i: cv2.resize(i, (200, 150), interpolation=cv2.INTER_AREA), 1, 0.3),
    "resize-nearest": (lambda i: cv2.resize(i, (333, 217), interpolation=cv2.INTER_NEAREST), 0, 0),
    "warpAffine": (lambda i: cv2.warpAffine(i, TURN, (400, 500), flags=cv2.INTER_LINEAR), 3, 0.3),
    "warpPerspective": (lambda i: cv2.warpPerspective(i, TILT, (400, 500), flags=cv2.INTER_LINEAR), 3, 0.3),
    "pyrDown": (cv2.pyrDown, 1, 0.1),
    "pyrUp": (cv2.pyrUp, 1, 0.1),
    "threshold": (lambda i: cv2.threshold(gray(i), 100, 255, cv2.THRESH_BINARY)[1], 0, 0),
    "equalizeHist": (lambda i: cv2.equalizeHist(gray(i)), 1, 0.1),
    "CLAHE": (lambda i: cv2.createCLAHE(2.0, (8, 8)).apply(gray(i)), 1, 0.1),
    "calcHist": (histogram, 0, 0),
    "LUT": (lut, 0, 0),
    "addWeighted": (lambda i: cv2.addWeighted(i, 0.7, cv2.flip(i, 1), 0.3, 5), 1, 0.1),
    "transpose": (cv2.transpose, 0, 0),
    "integral": (lambda i: cv2.integral(gray(i)), 0, 0),
    "gemm": (product, 1e-4, 1e-5),
    "dft": (lambda i: cv2.dft(floating(cv2.resize(gray(i), (256, 256), interpolation=cv2.INTER_NEAREST)),
                              flags=cv2.DFT_COMPLEX_OUTPUT), 0.05, 1e-3),
    "pow": (lambda i: cv2.pow(floating(i), 2.2), 1e-5, 1e-6),
    "exp": (lambda i: cv2.exp(floating(i)), 1e-5, 1e-6),
    "sqrt": (lambda i: cv2.sqrt(floating(i)), 1e-6, 1e-7),
    "norm": (lambda i: np.array([cv2.norm(gray(i), cv2.NORM_L1)]), 0, 0),
    "matchTemplate": (template, 5e-3, 1e-4),
    "denoise": (lambda i: cv2.fastNlMeansDenoising(gray(i), None, 5, 5, 11), 1, 0.6),
}


def plain(value):
    return (value.get() if isinstance(value, cv2.UMat) else value).astype(np.float64)


def main():
    if sys.argv[1:] == ["--list"]:
        print(cv2.__version__, *CASES)
        return 0
    operation, greatest, mean = CASES[sys.argv[1]]
    image = cv2.imread(sys.argv[2])
    cv2.ocl.setUseOpenCL(True)
    if not cv2.ocl.useOpenCL():
        print("OpenCV finds no OpenCL device")
        return 1
    print(cv2.ocl.Device_getDefault().name())
    on_device = plain(operation(cv2.UMat(image)))
    cv2.ocl.setUseOpenCL(False)
    apart = np.abs(on_device - plain(operation(image)))
    print(f"difference {apart.max():g} {apart.mean():g} allowed {greatest:g} {mean:g}")
    return 0 if apart.max() <= greatest and apart.mean() <= mean else 1


if __name__ == "__main__":
    sys.exit(main())
