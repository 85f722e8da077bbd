import CCrypto
import StudioCore

/// SHA-256 of bytes as they come (FIPS 180-4).
struct SHA256Digest: ~Copyable {
  private let context: OpaquePointer

  /// Throws `input-output` when libcrypto has no memory or no SHA-256.
  init() throws(StudioError) {
    guard let context = EVP_MD_CTX_new() else { throw Self.unavailable }
    guard EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1 else {
      EVP_MD_CTX_free(context)
      throw Self.unavailable
    }
    self.context = context
  }

  deinit { EVP_MD_CTX_free(context) }

  mutating func update(_ bytes: UnsafeRawBufferPointer) {
    EVP_DigestUpdate(context, bytes.baseAddress, bytes.count)
  }

  /// Lower-case hex of what came so far; more may come after.
  var hex: String {
    var digest = [UInt8](repeating: 0, count: 32)
    let copy = EVP_MD_CTX_new()
    defer { EVP_MD_CTX_free(copy) }
    EVP_MD_CTX_copy_ex(copy, context)
    EVP_DigestFinal_ex(copy, &digest, nil)
    return digest.reduce(into: "") { $0 += ($1 < 16 ? "0" : "") + String($1, radix: 16) }
  }

  private static var unavailable: StudioError {
    StudioError(.inputOutput, "Checksums cannot be made.", hint: "Check the libcrypto library.")
  }
}
