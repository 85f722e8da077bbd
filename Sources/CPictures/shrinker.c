#include "shrinker.h"

#include <stdlib.h>
#include <string.h>

// Across, a source pixel is `target_width` units wide and a target pixel `width` units, so both grids
// have whole-number edges and every weight is exact. Down it is the same with the heights.
// Colours are summed times alpha: the largest sum is 255·255·65535·65535, well inside 64 bits.
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
    .line = malloc(target_width * 4 * sizeof(uint64_t)),
    .sums = calloc(target_width * 4, sizeof(uint64_t)),
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

static inline void add_pixel(uint64_t *sum, const uint8_t *pixel, uint32_t weight) {
  uint32_t alpha = pixel[3];
  for (int c = 0; c < 3; c++) sum[c] += (uint64_t)(pixel[c] * alpha) * weight;
  sum[3] += (uint64_t)alpha * weight;
}

static void average_across(shrinker *s, const uint8_t *rgba) {
  for (uint32_t x = 0; x < s->target_width; x++) {
    span p = s->spans[x];
    uint32_t whole[4] = {0};
    for (const uint8_t *q = rgba + 4 * (p.first + 1); q < rgba + 4 * (size_t)p.last; q += 4) {
      uint32_t alpha = q[3];
      whole[0] += q[0] * alpha;
      whole[1] += q[1] * alpha;
      whole[2] += q[2] * alpha;
      whole[3] += alpha;
    }
    uint64_t *sum = s->line + 4 * (size_t)x;
    for (int c = 0; c < 4; c++) sum[c] = (uint64_t)whole[c] * s->target_width;
    add_pixel(sum, rgba + 4 * (size_t)p.first, p.head);
    add_pixel(sum, rgba + 4 * (size_t)p.last, p.tail);
  }
}

static void add_line(shrinker *s, uint64_t weight) {
  for (size_t i = 0; i < 4 * (size_t)s->target_width; i++) s->sums[i] += s->line[i] * weight;
}

static void emit_row(shrinker *s) {
  uint64_t area = (uint64_t)s->width * s->height;
  uint8_t *out = s->target + 4 * (size_t)s->target_width * s->target_row++;
  for (uint32_t x = 0; x < s->target_width; x++, out += 4) {
    const uint64_t *sum = s->sums + 4 * (size_t)x;
    uint64_t alpha = sum[3];
    for (int c = 0; c < 3; c++) out[c] = alpha ? (uint8_t)((sum[c] + alpha / 2) / alpha) : 0;
    out[3] = (uint8_t)((alpha + area / 2) / area);
  }
  memset(s->sums, 0, 4 * (size_t)s->target_width * sizeof(uint64_t));
}

void shrinker_add_row(shrinker *s, const uint8_t *rgba) {
  if (s->row >= s->height) return;
  average_across(s, rgba);
  uint64_t start = (uint64_t)s->row++ * s->target_height, end = start + s->target_height;
  uint64_t edge = (uint64_t)(s->target_row + 1) * s->height;
  if (end < edge) {
    add_line(s, s->target_height);
    return;
  }
  add_line(s, edge - start);
  emit_row(s);
  add_line(s, end - edge);
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
