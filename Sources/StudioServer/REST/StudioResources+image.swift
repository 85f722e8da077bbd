import HTTPTypes
import Hummingbird
import HummingbirdCore
import NIOCore
import StudioCore

extension StudioResources {
  /// A picture's bytes, whole or in part.
  func image(_ routed: RoutedRequest) async throws -> Response {
    let generation = try await find(routed)
    guard let text = routed.path["number"], text.utf8.count <= 4,
      text.allSatisfy(\.isASCIIDigit), text.first != "0", let number = Int(text),
      (1...max(1, generation.images.count)).contains(number), !generation.images.isEmpty
    else { throw Self.noPicture }
    let image = generation.images[number - 1]
    guard !image.file.contains("/"),
      let file = try await PictureFile.open(path: generation.path(of: image))
    else { throw Self.noPicture }
    return response(of: file, image, routed)
  }

  private static let noPicture = DoorError(
    404, "not_found", "There is no such picture.", param: "number")

  private func response(
    of file: PictureFile, _ image: GeneratedImage, _ routed: RoutedRequest
  ) -> Response {
    let tag = "\"\(image.sha256)\""
    var fields: HTTPFields = [.contentType: image.mediaType, .eTag: tag, .acceptRanges: "bytes"]
    if Self.matches(routed.header(.ifNoneMatch), tag) {
      return Response(status: .notModified, headers: fields)
    }
    let isFresh = routed.header(.ifRange).map { $0 == tag } ?? true
    switch ByteRange(isFresh ? routed.header(.range) : nil, size: file.size) {
    case .whole:
      return Response(status: .ok, headers: fields, body: Self.body(file, 0..<file.size))
    case .part(let range):
      fields[.contentRange] = "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(file.size)"
      return Response(status: .partialContent, headers: fields, body: Self.body(file, range))
    case .unsatisfiable:
      return DoorError(
        416, "range_not_satisfiable", "The file has no such part.",
        headers: [("Content-Range", "bytes */\(file.size)")]
      ).response
    }
  }

  private static func matches(_ header: String?, _ tag: String) -> Bool {
    guard let header else { return false }
    return header.split(separator: ",").contains {
      var one = $0.filter { !$0.isWhitespace }
      if one.hasPrefix("W/") { one.removeFirst(2) }
      return one == "*" || one == tag
    }
  }

  private static func body(_ file: PictureFile, _ range: Range<Int>) -> ResponseBody {
    ResponseBody(contentLength: range.count) { writer in
      var offset = range.lowerBound
      while offset < range.upperBound {
        let buffer = try await file.read(at: offset, atMost: range.upperBound - offset)
        guard buffer.readableBytes > 0 else { throw DoorError(Refusal.broken) }
        offset += buffer.readableBytes
        try await writer.write(buffer)
      }
      try await writer.finish(nil)
    }
  }
}
