#include "inflated.h"

#include <libdeflate.h>
#include <stdlib.h>
#include <string.h>

// PNG Third Edition, 5.3: length, type, data and checksum.
enum { SIGNATURE = 8, CHUNK_HEAD = 8, CHECKSUM = 4, IHDR_LENGTH = 13 };
// RFC 1950 and RFC 1951, 3.2.4: the head and checksum of a stream, and the longest stored block.
enum { STREAM_HEAD = 2, STREAM_CHECKSUM = 4, BLOCK_HEAD = 5, BLOCK = 65535 };

typedef struct {
  const uint8_t *bytes;
  size_t count;
  size_t pixels;      // bytes of all rows, with their filter bytes
  size_t first, end;  // the image data's chunks, which follow each other
  size_t compressed;  // their data, without their heads and checksums
} png_layout;

static uint32_t big_endian(const uint8_t *bytes) {
  return (uint32_t)bytes[0] << 24 | bytes[1] << 16 | bytes[2] << 8 | bytes[3];
}

static void put_big_endian(uint8_t *out, uint32_t value) {
  for (int i = 0; i < 4; i++) out[i] = (uint8_t)(value >> (24 - 8 * i));
}

static size_t channels(uint8_t color_type) {
  switch (color_type) {
    case 2: return 3;
    case 4: return 2;
    case 6: return 4;
    default: return 1;
  }
}

static bool read_header(png_layout *l, const uint8_t *data, uint32_t length) {
  if (length != IHDR_LENGTH || data[12] != 0) return false;
  uint64_t width = big_endian(data), height = big_endian(data + 4);
  uint64_t row = (width * channels(data[9]) * data[8] + 7) / 8 + 1;
  if (width == 0 || height == 0 || row > INFLATED_MAXIMUM_BYTES / height) return false;
  l->pixels = row * height;
  return true;
}

static bool note_chunk(png_layout *l, size_t start, uint32_t length) {
  const uint8_t *type = l->bytes + start + 4;
  if (start == SIGNATURE) return !memcmp(type, "IHDR", 4) && read_header(l, type + 4, length);
  if (memcmp(type, "IDAT", 4)) return true;
  if (l->first && start != l->end) return false;
  if (!l->first) l->first = start;
  l->end = start + CHUNK_HEAD + length + CHECKSUM;
  l->compressed += length;
  return true;
}

// Finds the chunks and compares their checksums.
static bool read_layout(png_layout *l) {
  for (size_t start = SIGNATURE; start < l->count;) {
    if (l->count - start < CHUNK_HEAD + CHECKSUM) return false;
    const uint8_t *chunk = l->bytes + start;
    uint32_t length = big_endian(chunk);
    if (length > l->count - start - CHUNK_HEAD - CHECKSUM) return false;
    uint32_t checksum = libdeflate_crc32(0, chunk + 4, (size_t)length + 4);
    if (checksum != big_endian(chunk + CHUNK_HEAD + length)) return false;
    if (!note_chunk(l, start, length)) return false;
    start += CHUNK_HEAD + (size_t)length + CHECKSUM;
  }
  return l->first != 0;
}

// The image data as one stream. It lies in the file itself when it is one chunk.
static const uint8_t *joined(const png_layout *l, uint8_t **owned) {
  const uint8_t *chunk = l->bytes + l->first;
  if (big_endian(chunk) == l->compressed) return chunk + CHUNK_HEAD;
  uint8_t *out = *owned = malloc(l->compressed);
  for (size_t at = l->first; out && at < l->end;) {
    uint32_t length = big_endian(l->bytes + at);
    memcpy(out, l->bytes + at + CHUNK_HEAD, length);
    out += length;
    at += CHUNK_HEAD + (size_t)length + CHECKSUM;
  }
  return *owned;
}

static bool inflate_into(uint8_t *pixels, const png_layout *l) {
  uint8_t *owned = NULL;
  const uint8_t *stream = joined(l, &owned);
  struct libdeflate_decompressor *d = stream ? libdeflate_alloc_decompressor() : NULL;
  bool whole = d && libdeflate_zlib_decompress(d, stream, l->compressed, pixels, l->pixels, NULL)
                      == LIBDEFLATE_SUCCESS;
  if (d) libdeflate_free_decompressor(d);
  free(owned);
  return whole;
}

// Writes the stream of stored blocks. The pixels lie at its end and move forward into their blocks.
static void store(uint8_t *stream, const uint8_t *pixels, size_t count) {
  uint8_t *out = stream + STREAM_HEAD;
  memcpy(stream, (uint8_t[]){0x78, 0x01}, STREAM_HEAD);
  for (size_t done = 0; done < count;) {
    size_t length = count - done < BLOCK ? count - done : BLOCK;
    uint8_t last = done + length == count;
    uint8_t head[] = {last, length & 255, length >> 8, ~length & 255, ~length >> 8 & 255};
    memmove(out + BLOCK_HEAD, pixels + done, length);
    memcpy(out, head, BLOCK_HEAD);
    out += BLOCK_HEAD + length;
    done += length;
  }
  memset(out, 0, STREAM_CHECKSUM);
}

inflated_png inflate_png(const uint8_t *bytes, size_t count) {
  png_layout l = {.bytes = bytes, .count = count};
  inflated_png none = {0};
  if (!read_layout(&l)) return none;
  size_t blocks = (l.pixels + BLOCK - 1) / BLOCK;
  size_t heads = STREAM_HEAD + blocks * BLOCK_HEAD, stream = heads + l.pixels + STREAM_CHECKSUM;
  size_t before = l.first + CHUNK_HEAD, after = count - l.end;
  inflated_png png = {malloc(before + stream + CHECKSUM + after), before + stream + CHECKSUM + after};
  if (!png.bytes) return none;
  uint8_t *pixels = png.bytes + before + heads;
  if (!inflate_into(pixels, &l)) {
    free(png.bytes);
    return none;
  }
  memcpy(png.bytes, bytes, before);
  put_big_endian(png.bytes + l.first, (uint32_t)stream);
  store(png.bytes + before, pixels, l.pixels);
  memset(png.bytes + before + stream, 0, CHECKSUM);
  memcpy(png.bytes + before + stream + CHECKSUM, bytes + l.end, after);
  return png;
}
