/* SPDX-License-Identifier: MIT */
/* Makes a terrain from fractal noise, filters it, shades it and writes it as a PNG. The Gaussian filter is
 * checked against the same sum on the host.
 *
 *   terrain [OUTPUT.png [WIDTH HEIGHT]] */
#include <math.h>
#include <png.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "examples/common.h"

enum { TILE = 16, RADIUS = 4, TAPS = 2 * RADIUS + 1 };

static void gauss_weights(float weights[TAPS])
{
    float sum = 0;
    for (int i = 0; i < TAPS; i++)
        sum += weights[i] = expf(-(float)((i - RADIUS) * (i - RADIUS)) / (2 * 1.8f * 1.8f));
    for (int i = 0; i < TAPS; i++)
        weights[i] /= sum;
}

static int clampi(int value, int low, int high)
{
    return value < low ? low : value > high ? high : value;
}

/* The largest difference between the device's filter and the same filter on the host, in double. */
static double filter_error(const float *in, const float *out, int width, int height, const float *weights)
{
    double worst = 0;
    for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
            double sum = 0;
            for (int j = 0; j < TAPS; j++)
                for (int i = 0; i < TAPS; i++)
                    sum += (double)weights[i] * weights[j] *
                           in[(size_t)clampi(y + j - RADIUS, 0, height - 1) * width +
                              clampi(x + i - RADIUS, 0, width - 1)];
            worst = fmax(worst, fabs(sum - out[(size_t)y * width + x]));
        }
    }
    return worst;
}

static bool write_png(const char *path, const void *pixels, int width, int height)
{
    png_image image;
    memset(&image, 0, sizeof(image));
    image.version = PNG_IMAGE_VERSION;
    image.width = (png_uint_32)width;
    image.height = (png_uint_32)height;
    image.format = PNG_FORMAT_RGBA;
    if (png_image_write_to_file(&image, path, 0, pixels, 0, NULL))
        return true;
    fprintf(stderr, "%s: %s\n", path, image.message);
    return false;
}

static void set_args(cl_kernel kernel, cl_mem in, cl_mem out, int width, int height, size_t size,
                     const void *last)
{
    cl_uint i = 0;
    if (in)
        check(clSetKernelArg(kernel, i++, sizeof(in), &in), "clSetKernelArg");
    check(clSetKernelArg(kernel, i++, sizeof(out), &out), "clSetKernelArg");
    check(clSetKernelArg(kernel, i++, sizeof(width), &width), "clSetKernelArg");
    check(clSetKernelArg(kernel, i++, sizeof(height), &height), "clSetKernelArg");
    check(clSetKernelArg(kernel, i++, size, last), "clSetKernelArg");
}

static size_t round_up(int value)
{
    return ((size_t)value + TILE - 1) / TILE * TILE;
}

static void launch(const struct example *e, cl_kernel kernel, int width, int height)
{
    size_t global[2] = {round_up(width), round_up(height)}, local[2] = {TILE, TILE};
    check(clEnqueueNDRangeKernel(e->queue, kernel, 2, NULL, global, local, 0, NULL, NULL),
          "clEnqueueNDRangeKernel");
}

struct images {
    cl_mem heights, smooth, pixels, weights;
};

static double run(const struct example *e, const struct images *m, int width, int height)
{
    cl_kernel heights = example_kernel(e, "heights"), gauss = example_kernel(e, "gauss"),
              shade = example_kernel(e, "shade");
    float scale = 6.0f / (float)width, steepness = (float)width / 7.0f;
    int octaves = 8;
    set_args(heights, NULL, m->heights, width, height, sizeof(scale), &scale);
    check(clSetKernelArg(heights, 4, sizeof(octaves), &octaves), "clSetKernelArg");
    set_args(gauss, m->heights, m->smooth, width, height, sizeof(m->weights), &m->weights);
    set_args(shade, m->smooth, m->pixels, width, height, sizeof(steepness), &steepness);
    double best = 1e9;
    for (int i = 0; i < 5; i++) {
        double start = seconds_now();
        launch(e, heights, width, height);
        launch(e, gauss, width, height);
        launch(e, shade, width, height);
        check(clFinish(e->queue), "clFinish");
        best = fmin(best, seconds_now() - start);
    }
    clReleaseKernel(heights);
    clReleaseKernel(gauss);
    clReleaseKernel(shade);
    return best;
}

int main(int argc, char **argv)
{
    const char *path = argc > 1 ? argv[1] : "terrain.png";
    int width = argc > 3 ? atoi(argv[2]) : 1024, height = argc > 3 ? atoi(argv[3]) : 768;
    if (width < 2 || height < 2 || width > 16384 || height > 16384) {
        fprintf(stderr, "terrain: width and height must be 2 to 16384, not %d x %d\n", width, height);
        return EXIT_FAILURE;
    }
    struct example e = example_open("terrain.cl", "");
    size_t count = (size_t)width * height;
    float weights[TAPS], *in = calloc(count, 4), *out = calloc(count, 4);
    unsigned char *pixels = calloc(count, 4);
    if (!in || !out || !pixels)
        return EXIT_FAILURE;
    gauss_weights(weights);
    struct images m = {example_buffer(&e, CL_MEM_READ_WRITE, count * 4, NULL),
                       example_buffer(&e, CL_MEM_READ_WRITE, count * 4, NULL),
                       example_buffer(&e, CL_MEM_WRITE_ONLY, count * 4, NULL),
                       example_buffer(&e, CL_MEM_READ_ONLY, sizeof(weights), weights)};
    double time = run(&e, &m, width, height);
    check(clEnqueueReadBuffer(e.queue, m.heights, CL_FALSE, 0, count * 4, in, 0, NULL, NULL),
          "clEnqueueReadBuffer");
    check(clEnqueueReadBuffer(e.queue, m.smooth, CL_FALSE, 0, count * 4, out, 0, NULL, NULL),
          "clEnqueueReadBuffer");
    check(clEnqueueReadBuffer(e.queue, m.pixels, CL_TRUE, 0, count * 4, pixels, 0, NULL, NULL),
          "clEnqueueReadBuffer");
    printf("terrain %d x %d: %.2f ms, %.1f Mpixel/s\n", width, height, 1e3 * time,
           1e-6 * (double)count / time);
    double error = filter_error(in, out, width, height, weights);
    bool good = verdict(error < 1e-5, "largest difference of the filter to the host's", error, 1e-5);
    good = write_png(path, pixels, width, height) && good;
    printf("wrote %s\n", path);
    clReleaseMemObject(m.heights);
    clReleaseMemObject(m.smooth);
    clReleaseMemObject(m.pixels);
    clReleaseMemObject(m.weights);
    example_close(&e);
    free(in);
    free(out);
    free(pixels);
    return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
