/// The process that owns a job.
public struct Worker: Hashable, Sendable, Codable {
  public var host: String
  public var pid: Int32

  public init(host: String, pid: Int32) {
    self.host = host
    self.pid = pid
  }
}
