// The samples of one cell, as numbers to reckon with.
#ifndef SAMPLES_H
#define SAMPLES_H

#include "CSymbols.h"

#define SAMPLE_COUNT (SYMBOL_SIDE * SYMBOL_SIDE)

// No result may depend on whether a machine multiplies and adds in one step.
#pragma STDC FP_CONTRACT OFF

// Red, green, blue and alpha, 0…255; colours times alpha, so that transparent ones weigh nothing.
// Sums are whole numbers below 2²⁴ where all is opaque, and so exact.
typedef float lanes __attribute__((vector_size(16)));

typedef struct {
  lanes at[SAMPLE_COUNT];
  lanes sum;
} cell_samples;

// Some of a cell's samples: their sum, and how many they are.
typedef struct {
  lanes sum;
  float count;
} part;

void samples_read(cell_samples *cell, const symbol_drawing *drawing, uint32_t column, uint32_t row);
// The same as shades of ink.
void samples_read_ink(
  cell_samples *cell, const symbol_drawing *drawing, uint32_t column, uint32_t row);

static inline part samples_under(const cell_samples *cell, uint64_t mask) {
  part covered = {.count = (float)__builtin_popcountll(mask)};
  for (; mask; mask &= mask - 1) covered.sum += cell->at[__builtin_ctzll(mask)];
  return covered;
}

static inline part samples_beside(const cell_samples *cell, part covered) {
  return (part){.sum = cell->sum - covered.sum, .count = SAMPLE_COUNT - covered.count};
}

static inline bool is_clear(part part) { return 2 * part.sum[3] < 255 * part.count; }

// How unlike two samples are. Alpha weighs as much as all three colours.
static inline float square(lanes difference) {
  const lanes weights = {1, 1, 1, 3};
  lanes s = difference * difference * weights;
  return (s[0] + s[1]) + (s[2] + s[3]);
}

// What a split takes off the cell's sum of squares when each part is given its mean.
static inline float gain_of(const cell_samples *cell, part covered) {
  lanes apart = covered.sum * SAMPLE_COUNT - cell->sum * covered.count;
  return square(apart) / (SAMPLE_COUNT * covered.count * (SAMPLE_COUNT - covered.count));
}

#endif
