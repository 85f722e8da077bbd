#include "samples.h"

#include <stdlib.h>
#include <string.h>

// How much a wrong mean of a cell counts beside its wrong samples: from afar only the mean is seen.
static const float mean_weight = 1;
// How much of the larger part's error the smaller one takes on. More is nearer in the mean, but
// rougher.
static const float compensation = 0.5f;
// Only where the picture has an edge of so many steps is it drawn by more than grains: lines that
// merely mix two colours would be seen as lines.
static const float least_edge = 24;
// An error that no colour can make up for must not grow from cell to cell.
static const float largest_error = 64;

// A colour of the palette, as what is shown.
typedef struct {
  lanes shown;
  uint8_t number;
  bool is_clear;
} tint;

// One way to draw a cell: what it costs, and by how much its mean is off.
typedef struct {
  float cost;
  lanes off;
  symbol_cell cell;
} trial;

typedef struct {
  cell_samples samples;
  lanes error;  // what the neighbours want it to make up for
  bool is_odd;
  const symbol_drawing *drawing;
  symbol_palette palette;
} place;

static inline lanes clamped(lanes value, float low, float high) {
  for (int c = 0; c < 4; c++)
    value[c] = value[c] < low ? low : value[c] > high ? high : value[c];
  return value;
}

// One of a cell's parts: the mean colour that it is to show, and what it does show.
typedef struct {
  lanes wanted;
  float count;
  tint tint;
} share;

// Errors mean nothing to what is clear.
static share share_of(part part, lanes error) {
  if (part.count == 0) return (share){.count = 0};
  lanes mean = part.sum / part.count;
  if (is_clear(part)) return (share){.wanted = mean, .count = part.count};
  lanes wanted = mean * (255 / mean[3]) + error;
  wanted[3] = mean[3];
  return (share){.wanted = wanted, .count = part.count};
}

static tint nearest(lanes wanted, symbol_palette palette) {
  if (2 * wanted[3] < 255) return (tint){.is_clear = true};
  lanes target = clamped(wanted, 0, 255) + 0.5f;
  uint8_t red = (uint8_t)target[0], green = (uint8_t)target[1], blue = (uint8_t)target[2], rgb[3];
  uint8_t number = palette == SYMBOL_COLORS_FIXED ? palette_nearest_fixed(red, green, blue)
                                                  : palette_nearest_named(red, green, blue);
  palette_color(number, rgb);
  return (tint){.number = number, .shown = {rgb[0], rgb[1], rgb[2], 255}};
}

// What others may make up for.
static inline lanes owed(const share *share) {
  if (share->tint.is_clear) return (lanes){0};
  lanes error = (share->wanted - share->tint.shown) * share->count;
  error[3] = 0;
  return error;
}

static inline float cost_of(const share *share) {
  return square(share->wanted - share->tint.shown) * share->count;
}

// The larger part takes the nearest colour; the smaller one makes up for some of its error.
static void choose_tints(share *larger, share *smaller, symbol_palette palette) {
  larger->tint = nearest(larger->wanted, palette);
  if (smaller->count == 0) return;
  lanes rest = owed(larger) * (compensation / smaller->count);
  smaller->tint = nearest(smaller->wanted + rest, palette);
}

static trial tried(const place *place, uint8_t symbol, part covered, float gain) {
  share inside = share_of(covered, place->error);
  share outside = share_of(samples_beside(&place->samples, covered), place->error);
  // Of two halves now the one is first, now the other, lest they line up across the picture.
  if (place->palette == SYMBOL_COLORS_INK) {
    inside.tint.shown = (lanes){255, 255, 255, 255};
    outside.tint.shown = (lanes){0, 0, 0, 255};
  } else if (2 * inside.count + place->is_odd > SAMPLE_COUNT) {
    choose_tints(&inside, &outside, place->palette);
  } else {
    choose_tints(&outside, &inside, place->palette);
  }
  lanes off = (owed(&inside) + owed(&outside)) / SAMPLE_COUNT;
  return (trial){
    .cost = cost_of(&inside) + cost_of(&outside) + mean_weight * SAMPLE_COUNT * square(off) - gain,
    .off = off,
    .cell = {
      .symbol = symbol,
      .clear_foreground = inside.tint.is_clear, .clear_background = outside.tint.is_clear,
      .foreground = {inside.tint.number}, .background = {outside.tint.number}}};
}

static inline bool is_worth_trying(
  const place *place, uint32_t symbol, part covered, float gain) {
  float rest = SAMPLE_COUNT - covered.count;
  return symbol <= place->drawing->grains
    || gain * SAMPLE_COUNT >= least_edge * least_edge * covered.count * rest;
}

static trial best_trial(const place *place) {
  const symbol_drawing *drawing = place->drawing;
  trial best = tried(place, 0, (part){.count = 0}, 0);
  for (uint32_t i = 1; i < drawing->count; i++) {
    part covered = samples_under(&place->samples, drawing->masks[i]);
    float gain = covered.count < SAMPLE_COUNT ? gain_of(&place->samples, covered) : 0;
    if (!is_worth_trying(place, i, covered, gain)) continue;
    trial next = tried(place, (uint8_t)i, covered, gain);
    if (next.cost < best.cost) best = next;
  }
  return best;
}

// Floyd and Steinberg's shares, row by row to and fro. The rows have a place more at either end.
static void diffuse(lanes error, lanes *row, lanes *below, int64_t column, int step) {
  error = clamped(error, -largest_error, largest_error) / 16;
  row[column + step] += error * 7;
  below[column - step] += error * 3;
  below[column] += error * 5;
  below[column + step] += error;
}

static void draw_row(
  place *place, uint32_t row, lanes *errors, lanes *below, symbol_cell *cells) {
  const symbol_drawing *drawing = place->drawing;
  int step = row % 2 ? -1 : 1;
  int64_t column = row % 2 ? (int64_t)drawing->columns - 1 : 0;
  for (uint32_t i = 0; i < drawing->columns; i++, column += step) {
    bool is_ink = place->palette == SYMBOL_COLORS_INK;
    (is_ink ? samples_read_ink : samples_read)(&place->samples, drawing, (uint32_t)column, row);
    place->error = errors[column];
    place->is_odd = (row + column) % 2;
    trial best = best_trial(place);
    cells[column] = best.cell;
    diffuse(best.off, errors, below, column, step);
  }
}

bool symbols_draw_diffused(
  const symbol_drawing *drawing, symbol_palette palette, symbol_cell *cells) {
  size_t width = (size_t)drawing->columns + 2;
  lanes *errors = calloc(2 * width, sizeof(lanes));
  if (!errors) return false;
  place place = {.drawing = drawing, .palette = palette};
  for (uint32_t row = 0; row < drawing->rows; row++) {
    lanes *now = errors + row % 2 * width, *below = errors + (row + 1) % 2 * width;
    memset(below, 0, width * sizeof(lanes));
    draw_row(&place, row, now + 1, below + 1, cells + (size_t)row * drawing->columns);
  }
  free(errors);
  return true;
}
