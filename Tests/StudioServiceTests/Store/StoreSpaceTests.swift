import StudioCore
import Testing

@testable import StudioService

@Suite("Room in the store", .timeLimit(.minutes(3)))
struct StoreSpaceTests {
  @Test("is wanted by size and number of the pictures, and some in any case")
  func wanted() {
    func wanted(_ size: String?, _ count: Int) -> Int {
      var parameters = Parameters([.count: .number(count)])
      if let size { parameters[.size] = .text(size) }
      return StoreSpace.wanted(parameters)
    }
    #expect(wanted("128x128", 1) == 8 << 20)
    #expect(wanted("1536x1024", 4) == 1536 * 1024 * 4 * 4 * 2)
    #expect(wanted("auto", 3) == 1024 * 1024 * 4 * 2 * 3)
    #expect(wanted(nil, 2) == 1024 * 1024 * 4 * 2 * 2)
    #expect(wanted("99999999999x9", .max) > 0)
  }

  @Test("is looked for before anything is sent, also where there is no store yet")
  func lacking() throws {
    let folder = try StoreFolder()
    try StoreSpace.check(1, in: "\(folder.path)/not/yet")
    let error = #expect(throws: StudioError.self) {
      try StoreSpace.check(1 << 60, in: "\(folder.path)/not/yet")
    }
    #expect(error?.code == .diskFull)
    #expect(error?.message.contains("MB free") == true)
    #expect(error?.hint?.contains("Nothing was sent") == true)
  }
}
