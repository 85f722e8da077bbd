import NIOCore

/// Stands before the decoder: it alone sees the bytes of a head that is not complete yet.
final class HeadWatch: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias InboundOut = ByteBuffer

  private let gate: ConnectionGate
  private let limit: Int
  private var bytes = 0

  init(gate: ConnectionGate, limit: Int) {
    self.gate = gate
    self.limit = limit
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard !gate.isClosing else { return }
    let count = Self.unwrapInboundIn(data).readableBytes
    gate.bytesArrived()
    context.fireChannelRead(data)
    bytes = gate.isInsideHead ? bytes + count : 0
    if bytes > limit { gate.refuse(.longHead) }
  }
}
