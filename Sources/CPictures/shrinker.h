// An area average fed one source row at a time, so that a decoder never holds the whole picture.
#ifndef SHRINKER_H
#define SHRINKER_H

#include "CPictures.h"

typedef struct span span;

typedef struct {
  uint32_t width, height, target_width, target_height;
  uint32_t row, target_row;
  span *spans;     // the source pixels under each target pixel of a row
  uint16_t *line;  // this source row, times alpha
  uint32_t *sums;  // the source rows of this target row
  uint8_t *target;
} shrinker;

// False: out of memory. shrinker_close is safe after a failed open and on a zeroed shrinker.
bool shrinker_open(
  shrinker *s, uint32_t width, uint32_t height,
  uint8_t *target, uint32_t target_width, uint32_t target_height);
void shrinker_add_row(shrinker *s, const uint8_t *rgba);
void shrinker_close(shrinker *s);

#endif
