import StudioTestSupport
import TerminalScreen
import Testing

@testable import StudioTUI

@Suite("The drawings that are kept", .timeLimit(.minutes(3)))
struct DrawingCacheTests {
  private func request(_ name: String, columns: Int = 20) -> DrawingRequest {
    DrawingRequest(
      path: "/\(name).png", box: GridSize(rows: 10, columns: columns), fitter: .symbols)
  }

  private func picture(_ box: GridSize) -> FittedPicture {
    PictureFitter.symbols.fit(SamplePicture.draw(width: 8, height: 8), in: box)
  }

  @Test("the drawing of a selection that moved on is dropped")
  func outdated() {
    var cache = DrawingCache()
    let (old, new) = (request("old"), request("new"))
    let orders = [cache.want([old]), cache.want([new]), cache.want([new])]
    #expect(orders == [[old], [new], nil])
    cache.take(old, .failed("late"))
    #expect(cache[old] == nil)
    cache.take(new, .ready(picture(new.box)))
    #expect(cache[new] == .ready(picture(new.box)))
  }

  @Test("nothing is made any more when nothing is wanted")
  func nothingWanted() {
    var cache = DrawingCache()
    _ = cache.want([request("a")])
    #expect(cache.want([]) == [])
    #expect(cache.want([]) == nil)
  }

  @Test("of several that are wanted only those that are not there are made, the first one first")
  func several() {
    var cache = DrawingCache()
    let (a, b, c) = (request("a"), request("b"), request("c"))
    _ = cache.want([a])
    cache.take(a, .ready(picture(a.box)))
    #expect(cache.want([c, a, b]) == [c, b])
    cache.take(c, .sketched(picture(c.box)))
    #expect(cache.want([c, a, b]) == nil)
    #expect(cache.want([c, a]) == [c])
  }

  @Test("what is not wanted is kept within the budget, the oldest forgotten first")
  func budget() {
    var cache = DrawingCache()
    let box = GridSize(rows: 200, columns: 400)
    let requests = (0..<24).map { number in
      DrawingRequest(path: "/\(number).png", box: box, fitter: .symbols)
    }
    let picture = picture(box)
    #expect(picture.byteCount * 24 > DrawingCache.budget)
    for request in requests {
      _ = cache.want([request])
      cache.take(request, .ready(picture))
    }
    _ = cache.want([])
    let kept = requests.map { cache[$0] != nil }
    #expect(kept.count { $0 } == DrawingCache.budget / picture.byteCount)
    #expect(kept == kept.sorted { !$0 && $1 })
  }
}
