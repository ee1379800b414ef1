#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs applications that use images and built-in functions, and compares each result with the application's CPU path.

  conformance/run_clients.py [--picture FILE] [--python PYTHON] [--filter TEXT] [--no-proof]

Clients are ffmpeg's *_opencl filters and OpenCV's UMat in PYTHON; one that is not installed is a skip. A case passes when the values differ by no more than its stated tolerance and the
driver's log says that kernels ran: clients fall back to the CPU in silence. --no-proof is for other platforms, which
write no such log.
"""

import pathlib
import shutil
import subprocess
import sys
import tempfile

import suite

# A photograph that Debian's python-matplotlib-data ships; without it one is rendered.
PHOTOGRAPH = "/usr/share/matplotlib/mpl-data/sample_data/grace_hopper.jpg"
RENDER = "mandelbrot=size=640x480:start_scale=0.02:end_scale=0.001:rate=5"

EMBOSS = "-2 -1 0 -1 1 1 0 1 2"
FIVE = " ".join(["1 2 3 2 1", "2 4 6 4 2", "3 6 9 6 3", "2 4 6 4 2", "1 2 3 2 1"])

# ffmpeg: name, format, filter on the device, filter of the CPU, pixels left out at each border (where the two filters
# are defined differently), greatest difference of a value, greatest mean difference. The filters for the device of
# unsharp and nlmeans are other programs than the CPU's, so that single pixels differ by more, on PoCL too; those
# of colorkey measure distances that are longer by the square root of 3.
FFMPEG = [
    ("transpose", "rgba", "transpose_opencl=clock", "transpose=clock", 0, 0, 0),
    ("transpose-nv12", "nv12", "transpose_opencl=cclock", "transpose=cclock", 0, 0, 0),
    ("pad", "rgba", "pad_opencl=w=iw+40:h=ih+20:x=16:y=8:color=red", "pad=w=iw+40:h=ih+20:x=16:y=8:color=red", 0, 1, 0.1),
    ("avgblur", "rgba", "avgblur_opencl=sizeX=3", "avgblur=sizeX=3", 4, 2, 1),
    ("avgblur-yuv420p", "yuv420p", "avgblur_opencl=sizeX=5:sizeY=2", "avgblur=sizeX=5:sizeY=2", 12, 2, 1),
    ("boxblur", "yuv420p", "boxblur_opencl=luma_radius=3:luma_power=1:chroma_radius=2:chroma_power=1",
     "boxblur=luma_radius=3:luma_power=1:chroma_radius=2:chroma_power=1", 8, 2, 1),
    ("convolution-3x3", "rgba", f"convolution_opencl=0m={EMBOSS}:1m={EMBOSS}:2m={EMBOSS}:3m={EMBOSS}",
     f"convolution=0m={EMBOSS}:1m={EMBOSS}:2m={EMBOSS}:3m={EMBOSS}", 2, 1, 0.6),
    ("convolution-5x5", "gray", f"convolution_opencl=0m={FIVE}:0rdiv=1/81", f"convolution=0m={FIVE}:0rdiv=1/81", 4, 1, 0.6),
    ("sobel", "gray", "sobel_opencl=scale=0.5", "sobel=scale=0.5", 2, 1, 0.6),
    ("prewitt", "gray", "prewitt_opencl=scale=0.5", "prewitt=scale=0.5", 2, 1, 0.6),
    ("roberts", "gray", "roberts_opencl", "roberts", 2, 1, 0.6),
    ("erosion", "gray", "erosion_opencl=threshold0=255", "erosion=threshold0=255", 2, 1, 0.1),
    ("dilation", "gray", "dilation_opencl=threshold0=255", "dilation=threshold0=255", 2, 1, 0.1),
    ("unsharp", "yuv420p", "unsharp_opencl=lx=5:ly=5:la=1.0:cx=3:cy=3:ca=0.5", "unsharp=lx=5:ly=5:la=1.0:cx=3:cy=3:ca=0.5",
     8, 12, 0.6),
    ("colorkey", "rgba", "colorkey_opencl=color=0x303040:similarity=0.34641:blend=0.173205",
     "colorkey=color=0x303040:similarity=0.2:blend=0.1", 0, 1, 0.1),
    ("nlmeans", "yuv420p", "nlmeans_opencl=s=3:p=7:r=9", "nlmeans=s=3:p=7:r=9", 16, 20, 0.3),
]


def ffmpeg_command(picture, output, graph, device):
    hardware = ["-init_hw_device", "opencl=cl:0.0", "-filter_hw_device", "cl"] if device else []
    return ["ffmpeg", "-hide_banner", "-nostdin", "-v", "verbose", "-y", *hardware, "-i", picture, "-filter_complex", graph,
            "-frames:v", "1", "-f", "rawvideo", output]


def graph_of(fmt, filters, margin, device):
    steps = [f"format={fmt}"]
    steps += ["hwupload", filters, "hwdownload", f"format={fmt}"] if device else [filters, f"format={fmt}"]
    if margin:
        steps.append(f"crop=iw-{2 * margin}:ih-{2 * margin}:{margin}:{margin}")
    return ",".join(steps)


def difference(one, other):
    """Greatest and mean difference of two byte strings of one length."""
    total = greatest = 0
    for a, b in zip(one, other):
        d = abs(a - b)
        total += d
        greatest = max(greatest, d)
    return greatest, total / max(1, len(one))


def launches(log):
    """How many kernels the driver's log names."""
    text = log.read_text("utf-8", "replace") if log.exists() else ""
    return sum(line.startswith("vgpu debug: kernel ") for line in text.splitlines())


def ffmpeg_verdict(row, folder, log, options):
    """(outcome, note) of two finished runs: the sizes, the differences, then the proof."""
    _, _, _, _, _, greatest_allowed, mean_allowed = row
    device, cpu = ((folder / name).read_bytes() for name in ("device.raw", "cpu.raw"))
    if not device or len(device) != len(cpu):
        return "fail", f"{len(device)} bytes, the CPU filter gives {len(cpu)}"
    greatest, mean = difference(device, cpu)
    note = f"differs by at most {greatest} (allowed {greatest_allowed}), {mean:.3f} in the mean ({mean_allowed})"
    count = launches(log)
    if greatest > greatest_allowed or mean > mean_allowed:
        return "fail", note
    if not count and not options.no_proof:
        return "fail", "the driver's log names no kernel"
    return "pass", f"{note}; {count} kernels"


def ffmpeg_job(row, picture, options):
    def go():
        name, fmt, on_device, on_cpu, margin, _, _ = row
        with tempfile.TemporaryDirectory() as text:
            folder = pathlib.Path(text)
            log, total = folder / "log", 0.0
            for output, filters in (("device.raw", on_device), ("cpu.raw", on_cpu)):
                graph = graph_of(fmt, filters, margin, filters is on_device)
                command = ffmpeg_command(str(picture), str(folder / output), graph, filters is on_device)
                code, said, seconds = suite.run(command, options, extra={"VGPU_LOG": f"debug:{log}"})
                total += seconds
                if code != 0:
                    suite.keep_log(options, f"ffmpeg_{name}", said)
                    return [suite.result("ffmpeg", name, suite.exit_outcome(code), total, said.strip().split("\n")[-1])]
            return [suite.result("ffmpeg", name, *reorder(ffmpeg_verdict(row, folder, log, options), total))]
    return go


def absent(client, reason):
    """The only job of a client that is not there."""
    print(f"skip     {client}: {reason}")
    return lambda: [suite.result(client, "(all)", "skip", 0, reason)]


def reorder(verdict, seconds):
    return verdict[0], seconds, verdict[1]


def ffmpeg_jobs(picture, options):
    if not shutil.which("ffmpeg"):
        return [absent("ffmpeg", "ffmpeg is not installed")]
    return [ffmpeg_job(row, picture, options) for row in FFMPEG if options.filter in f"ffmpeg {row[0]}"]


def opencv_job(name, picture, options):
    def go():
        with tempfile.TemporaryDirectory() as folder:
            log = pathlib.Path(folder) / "log"
            command = [options.python, str(suite.HERE / "client_opencv.py"), name, str(picture)]
            extra = {"VGPU_LOG": f"debug:{log}", "OPENCV_OPENCL_DEVICE": ":CPU:", "OPENCV_OPENCL_CACHE_ENABLE": "0"}
            code, said, seconds = suite.run(command, options, extra=extra)
            count = launches(log)
        outcome, note = suite.exit_outcome(code), said.strip().split("\n")[-1]
        if outcome == "pass" and not count and not options.no_proof:
            outcome, note = "fail", "the driver's log names no kernel: OpenCV fell back to the CPU"
        if outcome != "pass":
            suite.keep_log(options, f"opencv_{name}", said)
        return [suite.result("opencv", name, outcome, seconds, f"{note}; {count} kernels")]
    return go


def opencv_jobs(picture, options):
    code, said, _ = suite.run([options.python, str(suite.HERE / "client_opencv.py"), "--list"], options)
    if code != 0:
        return [absent("opencv", f"{options.python} has no cv2 (opencv-python-headless)")]
    return [opencv_job(name, picture, options) for name in said.split()[1:] if options.filter in f"opencv {name}"]


def rendered(folder):
    """A picture for machines without the photograph; None without ffmpeg."""
    path = folder / "picture.png"
    if not shutil.which("ffmpeg"):
        return None
    made = subprocess.run(["ffmpeg", "-v", "error", "-nostdin", "-f", "lavfi", "-i", RENDER, "-frames:v", "1", str(path)],
                          check=False)
    return path if made.returncode == 0 else None


def main():
    parser = suite.parser(__doc__.split("\n", 1)[0])
    parser.add_argument("--picture", help=f"picture to work on (default: {PHOTOGRAPH}, or one that ffmpeg renders)")
    parser.add_argument("--python", default=sys.executable, help="Python that has cv2 (opencv-python-headless)")
    parser.add_argument("--no-proof", action="store_true", help="do not ask for kernels in the driver's log")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        picture = options.picture or (PHOTOGRAPH if pathlib.Path(PHOTOGRAPH).exists() else rendered(pathlib.Path(folder)))
        if not picture:
            print("no picture: give --picture, or install python-matplotlib-data or ffmpeg")
            return 1
        jobs = ffmpeg_jobs(picture, options) + opencv_jobs(picture, options)
        return suite.report(suite.run_all(jobs, options), options)


if __name__ == "__main__":
    sys.exit(main())
