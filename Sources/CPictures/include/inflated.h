// A PNG with its pixels inflated. zlib, which libpng calls row by row, needs three times as long for
// them as libdeflate, which wants the whole stream at once.
#ifndef INFLATED_H
#define INFLATED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Above this the rows are read one by one instead: memory must not grow with a picture.
#define INFLATED_MAXIMUM_BYTES (20 << 20)

typedef struct {
  uint8_t *bytes;  // for the caller to free(); NULL when there is nothing better than the file
  size_t count;
} inflated_png;

// The same picture as a PNG whose pixels are stored, not compressed. Every checksum of the file was
// found right; those of the new image data are not set: read it without looking at them. Interlaced
// pictures, large ones and whatever is damaged are left as they are, for libpng to tell about.
inflated_png inflate_png(const uint8_t *bytes, size_t count);

#endif
