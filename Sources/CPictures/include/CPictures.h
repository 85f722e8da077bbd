// Decoding, scaling and encoding of 8-bit RGBA pictures over libpng, libjpeg-turbo and libwebp.
// Every rgba buffer is row-major, 4 bytes a pixel, straight alpha, without padding between rows.
// Nothing here prints, keeps global state or leaves by longjmp. Sides are 1…PICTURE_MAXIMUM_SIDE.
#ifndef CPICTURES_H
#define CPICTURES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "inflated.h"

// Up to this side the exact sums of the area average fit their integers; it is also JPEG's limit.
#define PICTURE_MAXIMUM_SIDE 65535
#define PICTURE_DETAIL_BYTES 160

typedef enum {
  PICTURE_OK = 0,
  PICTURE_FAILED,       // damaged input or a library's refusal; `detail` says which
  PICTURE_UNSUPPORTED,  // well formed, but of a kind that is not decoded
} picture_status;

// One decode. The caller has read `width` and `height` from the header and checked them against its
// limits; a decoder that finds other ones refuses. `part_…` is what is wanted of the picture and lies
// within it; `target_…`, the size it is wanted in, is never larger.
typedef struct {
  const uint8_t *bytes;
  size_t count;
  uint32_t width, height;
  uint32_t part_x, part_y, part_width, part_height;
  uint32_t target_width, target_height;
  uint8_t *rgba;  // target_width × target_height pixels, all written on PICTURE_OK
  char detail[PICTURE_DETAIL_BYTES];
} picture_decoding;

picture_status picture_decode_png(picture_decoding *decoding);
picture_status picture_decode_jpeg(picture_decoding *decoding);
picture_status picture_decode_webp(picture_decoding *decoding);

// One encode. On PICTURE_OK `bytes` holds `count` bytes for the caller to free().
typedef struct {
  const uint8_t *rgba;
  uint32_t width, height;
  int effort;      // PNG: zlib level 0…9
  int quality;     // JPEG, WebP: 1…100
  bool lossless;   // WebP
  uint8_t *bytes;
  size_t count;
  char detail[PICTURE_DETAIL_BYTES];
} picture_encoding;

picture_status picture_encode_png(picture_encoding *encoding);

// A PNG with a palette: one byte a pixel, a number of its colours, or the one after them for
// transparent. `rgba` of the encoding is not read.
typedef struct {
  const uint8_t *indices;  // width × height
  const uint8_t *colors;   // red, green, blue
  int color_count;         // at most 256, with the transparent one
  bool has_transparent;
} picture_palette;

picture_status picture_encode_palette_png(
  picture_encoding *encoding, const picture_palette *palette);
picture_status picture_encode_jpeg(picture_encoding *encoding);  // ignores alpha
picture_status picture_encode_webp(picture_encoding *encoding);

bool picture_is_opaque(const uint8_t *rgba, size_t pixels);

// Area average; the target is no larger than the source either way. False: out of memory.
bool picture_shrink(
  const uint8_t *rgba, uint32_t width, uint32_t height,
  uint8_t *target, uint32_t target_width, uint32_t target_height);

// Bilinear; the target is no smaller than the source either way.
void picture_enlarge(
  const uint8_t *rgba, uint32_t width, uint32_t height,
  uint8_t *target, uint32_t target_width, uint32_t target_height);

#endif
