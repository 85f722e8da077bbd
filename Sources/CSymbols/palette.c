#include "CSymbols.h"

#include <string.h>

// xterm's standard values; a user's may differ.
static const uint8_t named[16][3] = {
  {0, 0, 0}, {205, 0, 0}, {0, 205, 0}, {205, 205, 0},
  {0, 0, 238}, {205, 0, 205}, {0, 205, 205}, {229, 229, 229},
  {127, 127, 127}, {255, 0, 0}, {0, 255, 0}, {255, 255, 0},
  {92, 92, 255}, {255, 0, 255}, {0, 255, 255}, {255, 255, 255},
};

// One channel of the 6×6×6 cube.
static const uint8_t levels[6] = {0, 95, 135, 175, 215, 255};

void palette_color(uint8_t number, uint8_t rgb[3]) {
  if (number < 16) {
    memcpy(rgb, named[number], 3);
  } else if (number < 232) {
    int index = number - 16;
    rgb[0] = levels[index / 36];
    rgb[1] = levels[index / 6 % 6];
    rgb[2] = levels[index % 6];
  } else {
    memset(rgb, 8 + (number - 232) * 10, 3);
  }
}

static inline int distance(const uint8_t a[3], const uint8_t b[3]) {
  int red = a[0] - b[0], green = a[1] - b[1], blue = a[2] - b[2];
  return 2 * red * red + 4 * green * green + 3 * blue * blue;
}

static inline int nearest_level(uint8_t value) {
  return value < 48 ? 0 : value < 115 ? 1 : (value - 35) / 40;
}

static inline int nearest_gray(int average) {
  int step = (average - 3) / 10;
  return step < 0 ? 0 : step > 23 ? 23 : step;
}

uint8_t palette_nearest_fixed(uint8_t red, uint8_t green, uint8_t blue) {
  int r = nearest_level(red), g = nearest_level(green), b = nearest_level(blue);
  int gray = nearest_gray((red + green + blue) / 3), light = 8 + gray * 10;
  const uint8_t target[3] = {red, green, blue};
  const uint8_t in_cube[3] = {levels[r], levels[g], levels[b]};
  const uint8_t in_grays[3] = {(uint8_t)light, (uint8_t)light, (uint8_t)light};
  bool is_gray = distance(in_grays, target) < distance(in_cube, target);
  return (uint8_t)(is_gray ? 232 + gray : 16 + 36 * r + 6 * g + b);
}

uint8_t palette_nearest_named(uint8_t red, uint8_t green, uint8_t blue) {
  const uint8_t target[3] = {red, green, blue};
  int best = 0, least = distance(named[0], target);
  for (int number = 1; number < 16; number++) {
    int found = distance(named[number], target);
    if (found < least) {
      least = found;
      best = number;
    }
  }
  return (uint8_t)best;
}
