#include "shrinker.h"

#include <stdlib.h>
#include <string.h>

// Across, a source pixel is `target_width` units wide and a target pixel `width` units, so both grids
// have whole-number edges and every weight is exact. Down it is the same with the heights.
// Colours are summed times alpha, alpha times 255. Source rows are summed down first, which needs no
// more than 32 bits (255·255·65535) and runs as wide as the processor's registers; only what came of
// a row's worth of them is summed across, in 64 bits.
struct span {
  uint32_t first, last;  // source pixels touched
  uint32_t head, tail;   // units of the first and of the last one; those between count in full
};

static void measure_spans(shrinker *s) {
  for (uint32_t x = 0; x < s->target_width; x++) {
    uint64_t start = (uint64_t)x * s->width, end = start + s->width, unit = s->target_width;
    span *p = &s->spans[x];
    p->first = (uint32_t)(start / unit);
    p->last = (uint32_t)((end - 1) / unit);
    bool single = p->first == p->last;
    p->head = (uint32_t)((single ? end : (p->first + 1) * unit) - start);
    p->tail = single ? 0 : (uint32_t)(end - p->last * unit);
  }
}

bool shrinker_open(
  shrinker *s, uint32_t width, uint32_t height,
  uint8_t *target, uint32_t target_width, uint32_t target_height) {
  *s = (shrinker){
    .width = width, .height = height, .target = target,
    .target_width = target_width, .target_height = target_height,
    .spans = malloc(target_width * sizeof(span)),
    .line = malloc(4 * (size_t)width * sizeof(uint16_t)),
    .sums = calloc(4 * (size_t)width, sizeof(uint32_t)),
  };
  if (!s->spans || !s->line || !s->sums) return false;
  measure_spans(s);
  return true;
}

void shrinker_close(shrinker *s) {
  free(s->spans);
  free(s->line);
  free(s->sums);
  *s = (shrinker){0};
}

static void weigh_by_alpha(uint16_t *line, const uint8_t *rgba, uint32_t width) {
  if (picture_is_opaque(rgba, width)) {
    for (size_t i = 0; i < 4 * (size_t)width; i++) line[i] = (uint16_t)(rgba[i] * 255);
    return;
  }
  for (size_t i = 0; i < 4 * (size_t)width; i += 4) {
    for (int c = 0; c < 3; c++) line[i + c] = (uint16_t)(rgba[i + c] * rgba[i + 3]);
    line[i + 3] = (uint16_t)(rgba[i + 3] * 255);
  }
}

static void add_weighted(
  uint32_t *restrict sums, const uint16_t *restrict line, size_t count, uint16_t weight) {
  for (size_t i = 0; i < count; i++) sums[i] += (uint32_t)line[i] * weight;
}

static void add_line(shrinker *s, uint64_t units) {
  add_weighted(s->sums, s->line, 4 * (size_t)s->width, (uint16_t)units);
}

static inline void add_sum(uint64_t *total, const uint32_t *sum, uint32_t weight) {
  for (int c = 0; c < 4; c++) total[c] += (uint64_t)sum[c] * weight;
}

static inline void sum_across(const shrinker *s, const span *p, uint64_t *total) {
  add_sum(total, s->sums + 4 * (size_t)p->first, p->head);
  add_sum(total, s->sums + 4 * (size_t)p->last, p->tail);
  for (uint32_t x = p->first + 1; x < p->last; x++)
    add_sum(total, s->sums + 4 * (size_t)x, s->target_width);
}

// Rounded to the nearest. The half in the dividend keeps every quotient further from a whole number
// (half a divisor's part, at least 2^-41) than two roundings of a double are off (2^-44).
static inline uint8_t quotient(uint64_t dividend, uint64_t divisor, double reciprocal) {
  return (uint8_t)(((double)(dividend + divisor / 2) + 0.5) * reciprocal);
}

static inline void emit_pixel(const uint64_t *total, uint64_t area, double reciprocal, uint8_t *out) {
  uint64_t alpha = total[3] / 255, full = 255 * area;
  double of_alpha = alpha == full ? reciprocal / 255 : 1 / (double)alpha;
  for (int c = 0; c < 3; c++) out[c] = alpha ? quotient(total[c], alpha, of_alpha) : 0;
  out[3] = quotient(alpha, area, reciprocal);
}

static void emit_row(shrinker *s) {
  uint64_t area = (uint64_t)s->width * s->height;
  uint8_t *out = s->target + 4 * (size_t)s->target_width * s->target_row++;
  for (uint32_t x = 0; x < s->target_width; x++, out += 4) {
    uint64_t total[4] = {0};
    sum_across(s, &s->spans[x], total);
    emit_pixel(total, area, 1 / (double)area, out);
  }
  memset(s->sums, 0, 4 * (size_t)s->width * sizeof(uint32_t));
}

void shrinker_add_row(shrinker *s, const uint8_t *rgba) {
  if (s->row >= s->height) return;
  weigh_by_alpha(s->line, rgba, s->width);
  uint64_t start = (uint64_t)s->row++ * s->target_height, end = start + s->target_height;
  uint64_t edge = (uint64_t)(s->target_row + 1) * s->height;
  if (end < edge) {
    add_line(s, s->target_height);
    return;
  }
  add_line(s, edge - start);
  emit_row(s);
  if (end > edge) add_line(s, end - edge);
}

bool picture_shrink(
  const uint8_t *rgba, uint32_t width, uint32_t height,
  uint8_t *target, uint32_t target_width, uint32_t target_height) {
  shrinker s;
  bool opened = shrinker_open(&s, width, height, target, target_width, target_height);
  for (uint32_t y = 0; opened && y < height; y++)
    shrinker_add_row(&s, rgba + 4 * (size_t)width * y);
  shrinker_close(&s);
  return opened;
}
