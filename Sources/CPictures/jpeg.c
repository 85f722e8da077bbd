#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <turbojpeg.h>

#include "shrinker.h"

static picture_status fail(char *detail, const char *message) {
  snprintf(detail, PICTURE_DETAIL_BYTES, "%s", message);
  return PICTURE_FAILED;
}

// The strongest reduction of the inverse DCT in which the part still covers the target. Only halves, quarters and
// eighths: libjpeg-turbo has no fast path for the fractions between them. Where a side is no multiple
// of the divisor the last sample reaches past the edge: a stretch of less than one target pixel.
static int reduction(const picture_decoding *d) {
  for (int by = 8; by > 1; by /= 2) {
    tjscalingfactor factor = {1, by};
    if ((uint32_t)TJSCALED((int)d->part_width, factor) >= d->target_width &&
        (uint32_t)TJSCALED((int)d->part_height, factor) >= d->target_height)
      return by;
  }
  return 1;
}

// CMYK files store inverted ink (255 is none) as Adobe's programs write it.
static void cmyk_to_rgb(uint8_t *pixels, size_t count) {
  for (uint8_t *p = pixels; p < pixels + 4 * count; p += 4) {
    for (int c = 0; c < 3; c++) p[c] = (uint8_t)((p[c] * p[3] + 127) / 255);
    p[3] = 255;
  }
}

static picture_status decompress(
  tjhandle jpeg, picture_decoding *d, uint8_t *rgba, int width, int height, bool cmyk) {
  // Warnings stop it: a truncated file would otherwise pass with a grey lower part.
  int flags = TJFLAG_STOPONWARNING | TJFLAG_LIMITSCANS;
  int format = cmyk ? TJPF_CMYK : TJPF_RGBA;
  if (tjDecompress2(jpeg, d->bytes, d->count, rgba, width, 0, height, format, flags) != 0)
    return fail(d->detail, tjGetErrorStr2(jpeg));
  if (cmyk) cmyk_to_rgb(rgba, (size_t)width * (size_t)height);
  return PICTURE_OK;
}

// Cuts the part out of the reduced picture, to whole samples, and brings it to its target.
static picture_status take_part(
  picture_decoding *d, const uint8_t *reduced, int width, tjscalingfactor factor) {
  uint32_t by = (uint32_t)factor.denom, x = d->part_x / by, y = d->part_y / by;
  uint32_t end_x = (uint32_t)TJSCALED((int)(d->part_x + d->part_width), factor);
  uint32_t end_y = (uint32_t)TJSCALED((int)(d->part_y + d->part_height), factor);
  shrinker s = {0};
  bool opened =
    shrinker_open(&s, end_x - x, end_y - y, d->rgba, d->target_width, d->target_height);
  for (uint32_t row = y; opened && row < end_y; row++)
    shrinker_add_row(&s, reduced + 4 * ((size_t)width * row + x));
  shrinker_close(&s);
  return opened ? PICTURE_OK : fail(d->detail, "there is not enough memory");
}

static picture_status decompress_reduced(tjhandle jpeg, picture_decoding *d, bool cmyk) {
  tjscalingfactor factor = {1, reduction(d)};
  int width = TJSCALED((int)d->width, factor), height = TJSCALED((int)d->height, factor);
  if ((uint32_t)width == d->target_width && (uint32_t)height == d->target_height)
    return decompress(jpeg, d, d->rgba, width, height, cmyk);
  uint8_t *reduced = malloc(4 * (size_t)width * (size_t)height);
  if (!reduced) return fail(d->detail, "there is not enough memory");
  picture_status status = decompress(jpeg, d, reduced, width, height, cmyk);
  if (status == PICTURE_OK) status = take_part(d, reduced, width, factor);
  free(reduced);
  return status;
}

// The scans that the markers announce, up to the end of the picture: after a segment, or within a
// scan's data, the next marker is the next 0xFF that is not stuffed (ITU T.81, B.1.1).
static uint64_t scan_count(const uint8_t *bytes, size_t count) {
  uint64_t scans = 0;
  for (size_t at = 2; at + 4 <= count;) {
    const uint8_t *next = memchr(bytes + at, 0xFF, count - at - 3);
    if (!next) break;
    at = (size_t)(next - bytes);
    uint8_t marker = next[1];
    if (marker == 0xD9) break;
    if (marker == 0xFF) {
      at += 1;
    } else if (marker <= 0x01 || (marker >= 0xD0 && marker <= 0xD8)) {
      at += 2;
    } else {
      scans += marker == 0xDA;
      at += 2 + ((size_t)next[2] << 8 | next[3]);
    }
  }
  return scans;
}

// Every scan of a progressive picture goes over all of it, though it may hold next to nothing: a few
// hundred kilobytes could keep a processor busy for half a minute. Real ones have about ten scans.
static bool is_endless(const picture_decoding *d) {
  uint64_t scans = scan_count(d->bytes, d->count);
  return scans > 20 && scans * d->width * d->height > 2000000000;
}

static picture_status read_jpeg(tjhandle jpeg, picture_decoding *d) {
  int width, height, subsampling, colours;
  if (tjDecompressHeader3(
        jpeg, d->bytes, d->count, &width, &height, &subsampling, &colours) != 0)
    return fail(d->detail, tjGetErrorStr2(jpeg));
  if ((uint32_t)width != d->width || (uint32_t)height != d->height)
    return fail(d->detail, "the header states two sizes");
  if (is_endless(d)) return fail(d->detail, "it has too many scans for its size");
  return decompress_reduced(jpeg, d, colours == TJCS_CMYK || colours == TJCS_YCCK);
}

picture_status picture_decode_jpeg(picture_decoding *d) {
  tjhandle jpeg = tjInitDecompress();
  if (!jpeg) return fail(d->detail, "there is not enough memory");
  picture_status status = read_jpeg(jpeg, d);
  tjDestroy(jpeg);
  return status;
}

picture_status picture_encode_jpeg(picture_encoding *e) {
  int width = (int)e->width, height = (int)e->height;
  unsigned long count = tjBufSize(width, height, TJSAMP_420);
  tjhandle jpeg = tjInitCompress();
  e->bytes = jpeg ? malloc(count) : NULL;
  picture_status status = PICTURE_OK;
  if (!e->bytes)
    status = fail(e->detail, "there is not enough memory");
  else if (
    tjCompress2(
      jpeg, e->rgba, width, 0, height, TJPF_RGBX, &e->bytes, &count, TJSAMP_420, e->quality,
      TJFLAG_NOREALLOC) != 0)
    status = fail(e->detail, tjGetErrorStr2(jpeg));
  if (jpeg) tjDestroy(jpeg);
  e->count = count;
  if (status != PICTURE_OK) {
    free(e->bytes);
    e->bytes = NULL;
  }
  return status;
}
