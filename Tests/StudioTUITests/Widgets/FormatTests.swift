import TerminalScreen
import Testing

@testable import StudioTUI

@Suite("Formats", .timeLimit(.minutes(3)))
struct FormatTests {
  @Test("bytes in powers of a thousand, never wider than eight columns")
  func bytes() {
    let expected: [(Int, String)] = [
      (0, "0 B"), (-5, "0 B"), (999, "999 B"), (1000, "1 kB"), (64_400, "64 kB"),
      (999_499, "999 kB"), (999_500, "1.0 MB"), (1_249_000, "1.2 MB"), (1_250_000, "1.3 MB"),
      (999_949_999, "999.9 MB"), (999_950_000, "1.0 GB"), (1_500_000_000, "1.5 GB"),
      (2_000_000_000_000, "2.0 TB"),
    ]
    for (count, text) in expected { #expect(Format.bytes(count).string == text) }
    #expect([1, 99_999, 999_999_999, 999_949_999_999].allSatisfy { Format.bytes($0).columns <= 8 })
  }

  @Test("clocks show full seconds")
  func clock() {
    #expect(Format.clock(.milliseconds(41_900)).string == "0:41")
    #expect(Format.clock(.seconds(3723)).string == "1:02:03")
    #expect(Format.clock(.seconds(-3)).string == "0:00")
    #expect(Format.clock(seconds: 70.2).string == "1:10")
    #expect(Format.clock(seconds: .nan).string == "0:00")
  }

  @Test("money has two digits, below a cent three, and is never rounded to nothing")
  func money() {
    #expect(Format.money(0.08).string == "$0.08")
    #expect(Format.money(0).string == "$0.00")
    #expect(Format.money(0.004).string == "$0.004")
    #expect(Format.money(0.0001).string == "$0.001")
    #expect(Format.money(1234.5).string == "$1,234.50")
    #expect(Format.money(0.25, currency: "EUR").string == "0.25 EUR")
    #expect(Format.money(.infinity).string == "$0.00")
  }

  @Test("counts have groups and their noun's number")
  func count() {
    #expect(Format.count(100_000).string == "100,000")
    #expect(Format.count(-1234).string == "-1,234")
    #expect(Format.count(1, "image").string == "1 image")
    #expect(Format.count(2, "image").string == "2 images")
    #expect(Format.count(0, "match", "matches").string == "0 matches")
  }

  @Test("aligned text has exactly the width asked for")
  func aligned() {
    #expect(DisplayText("0:41").aligned(.right, columns: 7).string == "   0:41")
    #expect(DisplayText("fox").aligned(columns: 5).string == "fox  ")
    #expect(DisplayText("lighthouse").aligned(columns: 5).string == "ligh…")
    #expect(DisplayText("漢字漢").aligned(.right, columns: 4).columns == 4)
  }
}
