#include "CPictures.h"

#include <string.h>

// Two neighbouring samples along one side and the weight of the second, of 256.
typedef struct {
  uint32_t low, high, weight;
} neighbours;

// The neighbours of target position `i`, pixel centres aligned, the outermost samples extended.
static neighbours around(uint32_t i, uint32_t count, uint32_t target_count) {
  int64_t position = (int64_t)(2 * (uint64_t)i + 1) * count * 128 / target_count - 128;
  if (position < 0) position = 0;
  uint32_t low = (uint32_t)(position >> 8);
  uint32_t high = low + 1 < count ? low + 1 : low;
  return (neighbours){low, high, (uint32_t)(position & 255)};
}

static inline void blend(
  uint8_t *out, const uint8_t *upper, const uint8_t *lower, neighbours x, uint32_t down) {
  const uint8_t *samples[4] = {
    upper + 4 * (size_t)x.low, upper + 4 * (size_t)x.high,
    lower + 4 * (size_t)x.low, lower + 4 * (size_t)x.high};
  const uint32_t weights[4] = {
    (256 - x.weight) * (256 - down), x.weight * (256 - down),
    (256 - x.weight) * down, x.weight * down};
  uint32_t sum[4] = {0};  // at most 255·255·65536, inside 32 bits
  for (int i = 0; i < 4; i++) {
    uint32_t alpha = samples[i][3] * weights[i];
    for (int c = 0; c < 3; c++) sum[c] += samples[i][c] * alpha;
    sum[3] += alpha;
  }
  for (int c = 0; c < 3; c++)
    out[c] = sum[3] ? (uint8_t)(((uint64_t)sum[c] + sum[3] / 2) / sum[3]) : 0;
  out[3] = (uint8_t)((sum[3] + 32768) >> 16);
}

void picture_enlarge(
  const uint8_t *rgba, uint32_t width, uint32_t height,
  uint8_t *target, uint32_t target_width, uint32_t target_height) {
  for (uint32_t y = 0; y < target_height; y++) {
    neighbours rows = around(y, height, target_height);
    const uint8_t *upper = rgba + 4 * (size_t)width * rows.low;
    const uint8_t *lower = rgba + 4 * (size_t)width * rows.high;
    for (uint32_t x = 0; x < target_width; x++, target += 4)
      blend(target, upper, lower, around(x, width, target_width), rows.weight);
  }
}

bool picture_is_opaque(const uint8_t *rgba, size_t pixels) {
  uint32_t all = UINT32_MAX;
  for (size_t i = 0; i < pixels; i++) {
    uint32_t pixel;
    memcpy(&pixel, rgba + 4 * i, sizeof pixel);
    all &= pixel;
  }
  uint8_t channels[4];
  memcpy(channels, &all, sizeof all);
  return channels[3] == 255;
}
