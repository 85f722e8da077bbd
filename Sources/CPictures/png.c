#include <png.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "inflated.h"
#include "shrinker.h"

// libpng reports an error by longjmp. Each jump lands in a `guarded_` function of this file that
// holds no state of its own; everything to be released lives in the struct of its caller.

static void copy_detail(png_structp png, png_const_charp message) {
  snprintf(png_get_error_ptr(png), PICTURE_DETAIL_BYTES, "%s", message);
  png_longjmp(png, 1);
}

static void drop_warning(png_structp png, png_const_charp message) {
  (void)png, (void)message;
}

typedef struct {
  picture_decoding *decoding;
  inflated_png inflated;
  const uint8_t *bytes;  // what is read: the file, or the same with its pixels inflated
  size_t count, offset;
  png_structp png;
  png_infop info;
  uint8_t *pixels;  // one row, or the whole picture when it is interlaced and to be cut or shrunk
  shrinker shrinker;
} png_reader;

static void take_bytes(png_structp png, png_bytep out, size_t count) {
  png_reader *r = png_get_io_ptr(png);
  if (count > r->count - r->offset) png_error(png, "the data ends too early");
  memcpy(out, r->bytes + r->offset, count);
  r->offset += count;
}

static void set_limits(png_reader *r) {
  png_set_user_limits(r->png, r->decoding->width, r->decoding->height);
  png_set_chunk_malloc_max(r->png, 8 << 20);
  png_set_chunk_cache_max(r->png, 128);
  // Profiles, texts and the like say nothing about the pixels we show: skip them unread.
  png_set_keep_unknown_chunks(r->png, PNG_HANDLE_CHUNK_NEVER, NULL, -1);
}

static void choose_source(png_reader *r) {
  r->inflated = inflate_png(r->decoding->bytes, r->decoding->count);
  r->bytes = r->inflated.bytes ? r->inflated.bytes : r->decoding->bytes;
  r->count = r->inflated.bytes ? r->inflated.count : r->decoding->count;
  if (!r->inflated.bytes) return;
  png_set_crc_action(r->png, PNG_CRC_QUIET_USE, PNG_CRC_QUIET_USE);
  png_set_option(r->png, PNG_IGNORE_ADLER32, PNG_OPTION_ON);
}

// Reads the header and asks for RGBA rows of 8 bits whatever the file holds. Returns the passes.
static int prepare_rows(png_reader *r) {
  const picture_decoding *d = r->decoding;
  png_read_info(r->png, r->info);
  if (png_get_image_width(r->png, r->info) != d->width ||
      png_get_image_height(r->png, r->info) != d->height)
    png_error(r->png, "the header changed while it was read");
  png_set_expand(r->png);
  png_set_scale_16(r->png);
  png_set_gray_to_rgb(r->png);
  png_set_add_alpha(r->png, 255, PNG_FILLER_AFTER);
  int passes = png_set_interlace_handling(r->png);
  png_read_update_info(r->png, r->info);
  if (png_get_rowbytes(r->png, r->info) != 4 * (size_t)d->width)
    png_error(r->png, "the rows have an unexpected length");
  return passes;
}

static void allocate(png_reader *r, size_t rows) {
  const picture_decoding *d = r->decoding;
  r->pixels = malloc(rows * 4 * d->width);
  bool opened = shrinker_open(
    &r->shrinker, d->part_width, d->part_height, d->rgba, d->target_width, d->target_height);
  if (!r->pixels || !opened) png_error(r->png, "there is not enough memory");
}

static void read_whole(png_reader *r, uint8_t *pixels, int passes) {
  const picture_decoding *d = r->decoding;
  for (int pass = 0; pass < passes; pass++)
    for (uint32_t y = 0; y < d->height; y++)
      png_read_row(r->png, pixels + 4 * (size_t)d->width * y, NULL);
}

// Rows below the part are not read.
static void read_shrinking(png_reader *r, int passes) {
  const picture_decoding *d = r->decoding;
  bool streams = passes == 1;
  allocate(r, streams ? 1 : d->height);
  if (!streams) read_whole(r, r->pixels, passes);
  for (uint32_t y = 0; y < d->part_y + d->part_height; y++) {
    if (streams) png_read_row(r->png, r->pixels, NULL);
    if (y < d->part_y) continue;
    const uint8_t *row = r->pixels + (streams ? 0 : 4 * (size_t)d->width * y);
    shrinker_add_row(&r->shrinker, row + 4 * (size_t)d->part_x);
  }
}

static picture_status guarded_read(png_reader *r) {
  if (setjmp(png_jmpbuf(r->png))) return PICTURE_FAILED;
  picture_decoding *d = r->decoding;
  png_set_read_fn(r->png, r, take_bytes);
  set_limits(r);
  choose_source(r);
  int passes = prepare_rows(r);
  if (d->width == d->target_width && d->height == d->target_height)
    read_whole(r, d->rgba, passes);
  else
    read_shrinking(r, passes);
  if (d->part_y + d->part_height == d->height) png_read_end(r->png, NULL);
  return PICTURE_OK;
}

picture_status picture_decode_png(picture_decoding *d) {
  png_reader r = {.decoding = d};
  picture_status status = PICTURE_FAILED;
  r.png = png_create_read_struct(PNG_LIBPNG_VER_STRING, d->detail, copy_detail, drop_warning);
  r.info = r.png ? png_create_info_struct(r.png) : NULL;
  if (r.info) status = guarded_read(&r);
  png_destroy_read_struct(&r.png, &r.info, NULL);
  shrinker_close(&r.shrinker);
  free(r.pixels);
  free(r.inflated.bytes);
  return status;
}

typedef struct {
  picture_encoding *encoding;
  size_t capacity;
  png_structp png;
  png_infop info;
} png_writer;

static void append_bytes(png_structp png, png_bytep bytes, size_t count) {
  png_writer *w = png_get_io_ptr(png);
  picture_encoding *e = w->encoding;
  if (count > w->capacity - e->count) {
    size_t capacity = 2 * w->capacity + count;
    uint8_t *grown = realloc(e->bytes, capacity);
    if (!grown) png_error(png, "there is not enough memory");
    e->bytes = grown;
    w->capacity = capacity;
  }
  memcpy(e->bytes + e->count, bytes, count);
  e->count += count;
}

static void flush_nothing(png_structp png) {
  (void)png;
}

static void write_rgba(png_writer *w) {
  picture_encoding *e = w->encoding;
  bool opaque = picture_is_opaque(e->rgba, (size_t)e->width * e->height);
  png_set_IHDR(
    w->png, w->info, e->width, e->height, 8,
    opaque ? PNG_COLOR_TYPE_RGB : PNG_COLOR_TYPE_RGB_ALPHA, PNG_INTERLACE_NONE,
    PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  png_write_info(w->png, w->info);
  if (opaque) png_set_filler(w->png, 0, PNG_FILLER_AFTER);
  for (uint32_t y = 0; y < e->height; y++)
    png_write_row(w->png, e->rgba + 4 * (size_t)e->width * y);
}

static void write_palette(png_writer *w, const picture_palette *p) {
  picture_encoding *e = w->encoding;
  png_color colors[256] = {{0, 0, 0}};
  png_byte alpha[256];
  int count = p->color_count;
  for (int i = 0; i < count; i++)
    colors[i] = (png_color){p->colors[3 * i], p->colors[3 * i + 1], p->colors[3 * i + 2]};
  if (p->has_transparent) count++;
  memset(alpha, 255, sizeof alpha);
  alpha[count - 1] = 0;
  // Neighbouring numbers of a palette say nothing about each other.
  png_set_filter(w->png, PNG_FILTER_TYPE_BASE, PNG_FILTER_NONE);
  png_set_IHDR(
    w->png, w->info, e->width, e->height, 8, PNG_COLOR_TYPE_PALETTE, PNG_INTERLACE_NONE,
    PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  png_set_PLTE(w->png, w->info, colors, count);
  if (p->has_transparent) png_set_tRNS(w->png, w->info, alpha, count, NULL);
  png_write_info(w->png, w->info);
  for (uint32_t y = 0; y < e->height; y++)
    png_write_row(w->png, p->indices + (size_t)e->width * y);
}

static picture_status guarded_write(png_writer *w, const picture_palette *palette) {
  if (setjmp(png_jmpbuf(w->png))) return PICTURE_FAILED;
  png_set_write_fn(w->png, w, append_bytes, flush_nothing);
  png_set_compression_level(w->png, w->encoding->effort);
  if (palette)
    write_palette(w, palette);
  else
    write_rgba(w);
  png_write_end(w->png, NULL);
  return PICTURE_OK;
}

static picture_status write_png(picture_encoding *e, const picture_palette *palette) {
  png_writer w = {.encoding = e};
  picture_status status = PICTURE_FAILED;
  e->bytes = NULL;
  e->count = 0;
  w.png = png_create_write_struct(PNG_LIBPNG_VER_STRING, e->detail, copy_detail, drop_warning);
  w.info = w.png ? png_create_info_struct(w.png) : NULL;
  if (w.info) status = guarded_write(&w, palette);
  png_destroy_write_struct(&w.png, &w.info);
  if (status != PICTURE_OK) {
    free(e->bytes);
    e->bytes = NULL;
  }
  return status;
}

picture_status picture_encode_png(picture_encoding *e) {
  return write_png(e, NULL);
}

picture_status picture_encode_palette_png(picture_encoding *e, const picture_palette *palette) {
  return write_png(e, palette);
}
