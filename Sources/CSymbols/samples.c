#include "samples.h"

#include <stddef.h>
#include <string.h>

typedef uint8_t pixel __attribute__((vector_size(4)));

static inline lanes straight_at(const uint8_t *rgba) {
  pixel straight;
  memcpy(&straight, rgba, sizeof straight);
  return __builtin_convertvector(straight, lanes);
}

static const uint8_t *first_line(const symbol_drawing *drawing, uint32_t column, uint32_t row) {
  size_t pixels = (size_t)SYMBOL_SIDE * SYMBOL_SIDE * drawing->columns * row + SYMBOL_SIDE * column;
  return drawing->rgba + 4 * pixels;
}

void samples_read(
  cell_samples *cell, const symbol_drawing *drawing, uint32_t column, uint32_t row) {
  const uint8_t *line = first_line(drawing, column, row);
  const uint8_t *behind = drawing->behind;
  const lanes ground = {behind[0], behind[1], behind[2], 255};
  lanes *next = cell->at, sum = {0};
  for (int y = 0; y < SYMBOL_SIDE; y++, line += 4 * SYMBOL_SIDE * (size_t)drawing->columns) {
    for (int x = 0; x < SYMBOL_SIDE; x++) {
      lanes value = straight_at(line + 4 * x);
      if (value[3] != 255) {
        float cover = value[3] / 255;
        value[3] = 255;
        value *= cover;
        if (drawing->is_opaque) value += ground * (1 - cover);
      }
      sum += *next++ = value;
    }
  }
  cell->sum = sum;
}

void samples_read_ink(
  cell_samples *cell, const symbol_drawing *drawing, uint32_t column, uint32_t row) {
  const uint8_t *line = first_line(drawing, column, row);
  lanes *next = cell->at, sum = {0};
  for (int y = 0; y < SYMBOL_SIDE; y++, line += 4 * SYMBOL_SIDE * (size_t)drawing->columns) {
    for (int x = 0; x < SYMBOL_SIDE; x++) {
      lanes value = straight_at(line + 4 * x);
      float light = 0.299f * value[0] + 0.587f * value[1] + 0.114f * value[2];
      float ink = (drawing->is_dark_on_light ? 255 - light : light) * value[3] / 255;
      sum += *next++ = (lanes){ink, ink, ink, 255};
    }
  }
  cell->sum = sum;
}
