#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <webp/decode.h>
#include <webp/encode.h>

#include "CPictures.h"

static const char *text(VP8StatusCode status) {
  switch (status) {
  case VP8_STATUS_OUT_OF_MEMORY: return "there is not enough memory";
  case VP8_STATUS_NOT_ENOUGH_DATA: return "the data ends too early";
  case VP8_STATUS_UNSUPPORTED_FEATURE: return "it uses a feature libwebp does not know";
  default: return "the bit stream is damaged";
  }
}

static picture_status fail(char *detail, const char *message) {
  snprintf(detail, PICTURE_DETAIL_BYTES, "%s", message);
  return PICTURE_FAILED;
}

picture_status picture_decode_webp(picture_decoding *d) {
  WebPDecoderConfig config;
  if (!WebPInitDecoderConfig(&config)) return fail(d->detail, "libwebp is another version");
  VP8StatusCode code = WebPGetFeatures(d->bytes, d->count, &config.input);
  if (code != VP8_STATUS_OK) return fail(d->detail, text(code));
  if (config.input.has_animation) return PICTURE_UNSUPPORTED;
  if ((uint32_t)config.input.width != d->width || (uint32_t)config.input.height != d->height)
    return fail(d->detail, "the header states two sizes");
  config.options.use_cropping = d->part_width != d->width || d->part_height != d->height;
  config.options.crop_left = (int)d->part_x;
  config.options.crop_top = (int)d->part_y;
  config.options.crop_width = (int)d->part_width;
  config.options.crop_height = (int)d->part_height;
  config.options.use_scaling =
    d->part_width != d->target_width || d->part_height != d->target_height;
  config.options.scaled_width = (int)d->target_width;
  config.options.scaled_height = (int)d->target_height;
  config.output.colorspace = MODE_RGBA;
  config.output.is_external_memory = 1;
  config.output.u.RGBA.rgba = d->rgba;
  config.output.u.RGBA.stride = 4 * (int)d->target_width;
  config.output.u.RGBA.size = 4 * (size_t)d->target_width * d->target_height;
  code = WebPDecode(d->bytes, d->count, &config);
  WebPFreeDecBuffer(&config.output);
  return code == VP8_STATUS_OK ? PICTURE_OK : fail(d->detail, text(code));
}

picture_status picture_encode_webp(picture_encoding *e) {
  int width = (int)e->width, height = (int)e->height;
  uint8_t *bytes = NULL;  // libwebp's own allocator
  e->count = e->lossless
    ? WebPEncodeLosslessRGBA(e->rgba, width, height, 4 * width, &bytes)
    : WebPEncodeRGBA(e->rgba, width, height, 4 * width, (float)e->quality, &bytes);
  e->bytes = e->count ? malloc(e->count) : NULL;
  if (e->bytes) memcpy(e->bytes, bytes, e->count);
  WebPFree(bytes);
  return e->bytes ? PICTURE_OK : fail(e->detail, "libwebp refused it; a side may pass 16383 pixels");
}
