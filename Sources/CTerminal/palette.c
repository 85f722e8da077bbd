#include "CTerminal.h"
#include <png.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

// libpng reports an error by longjmp, into `write_guarded`, which holds no state of its own.

struct sink {
  uint8_t *bytes;
  size_t count, capacity;
};

static void take(png_structp png, png_bytep bytes, size_t count) {
  struct sink *sink = png_get_io_ptr(png);
  if (count > sink->capacity - sink->count) {
    size_t capacity = 2 * sink->capacity + count;
    uint8_t *grown = realloc(sink->bytes, capacity);
    if (!grown) png_error(png, "there is not enough memory");
    sink->bytes = grown;
    sink->capacity = capacity;
  }
  memcpy(sink->bytes + sink->count, bytes, count);
  sink->count += count;
}

static void flush_nothing(png_structp png) { (void)png; }

static void fail(png_structp png, png_const_charp message) {
  (void)message;
  png_longjmp(png, 1);
}

static void drop(png_structp png, png_const_charp message) { (void)png, (void)message; }

static void write_header(png_structp png, png_infop info, const struct ct_palette_picture *picture) {
  png_color colors[256] = {{0, 0, 0}};
  png_byte alpha[256];
  int count = picture->color_count;
  for (int i = 0; i < picture->color_count; i++)
    colors[i] = (png_color){picture->colors[3 * i], picture->colors[3 * i + 1], picture->colors[3 * i + 2]};
  if (picture->has_transparent) count++;
  memset(alpha, 255, sizeof alpha);
  alpha[count - 1] = 0;
  png_set_IHDR(
    png, info, picture->width, picture->height, 8, PNG_COLOR_TYPE_PALETTE, PNG_INTERLACE_NONE,
    PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  png_set_PLTE(png, info, colors, count);
  if (picture->has_transparent) png_set_tRNS(png, info, alpha, count, NULL);
  png_write_info(png, info);
}

static int write_guarded(
  png_structp png, png_infop info, const struct ct_palette_picture *picture, struct sink *sink) {
  if (setjmp(png_jmpbuf(png))) return 0;
  png_set_write_fn(png, sink, take, flush_nothing);
  png_set_compression_level(png, picture->effort);
  // Neighbouring numbers of a palette say nothing about each other.
  png_set_filter(png, PNG_FILTER_TYPE_BASE, PNG_FILTER_NONE);
  write_header(png, info, picture);
  for (uint32_t y = 0; y < picture->height; y++)
    png_write_row(png, picture->indices + (size_t)picture->width * y);
  png_write_end(png, NULL);
  return 1;
}

uint8_t *ct_palette_png(const struct ct_palette_picture *picture, size_t *count) {
  struct sink sink = {0};
  int written = 0;
  png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, fail, drop);
  png_infop info = png ? png_create_info_struct(png) : NULL;
  if (info) written = write_guarded(png, info, picture, &sink);
  png_destroy_write_struct(&png, &info);
  if (!written) {
    free(sink.bytes);
    return NULL;
  }
  *count = sink.count;
  return sink.bytes;
}
