internal import CPictures

extension PixelImage {
  /// The picture at exactly `size`, its sides brought into 1…`maximumSide`. A side that shrinks is
  /// area averaged, one that grows is bilinear; transparent pixels lend no colour to their neighbours.
  public func scaled(to size: PixelSize) -> PixelImage {
    let sides = 1...Self.maximumSide
    let target = PixelSize(
      width: min(max(size.width, 1), sides.upperBound),
      height: min(max(size.height, 1), sides.upperBound))
    let least = PixelSize(
      width: min(width, target.width), height: min(height, target.height))
    return shrunk(to: least).enlarged(to: target)
  }

  private func shrunk(to target: PixelSize) -> PixelImage {
    guard target != size else { return self }
    return resampled(to: target) { source, out in
      let done = picture_shrink(
        source, UInt32(width), UInt32(height),
        out, UInt32(target.width), UInt32(target.height))
      precondition(done, "out of memory, as for any other array")
    }
  }

  private func enlarged(to target: PixelSize) -> PixelImage {
    guard target != size else { return self }
    return resampled(to: target) { source, out in
      picture_enlarge(
        source, UInt32(width), UInt32(height),
        out, UInt32(target.width), UInt32(target.height))
    }
  }

  /// `resample` reads all of this picture and writes every byte of the target.
  private func resampled(
    to target: PixelSize,
    by resample: (UnsafePointer<UInt8>?, UnsafeMutablePointer<UInt8>?) -> Void
  ) -> PixelImage {
    let count = target.pixelCount * 4
    let scaled = [UInt8](unsafeUninitializedCapacity: count) { out, initialized in
      pixels.withUnsafeBufferPointer { resample($0.baseAddress, out.baseAddress) }
      initialized = count
    }
    return PixelImage(width: target.width, height: target.height, pixels: scaled)
  }
}
