import Canvas
import TestSupport
import Testing

@Suite struct LayoutTests {
  private let area = Rect(x: 3, y: 2, width: 24, height: 80)

  private func fixed(_ cells: Int, priority: Int = Part.required) -> Part {
    Part(minimum: cells, weight: 0, priority: priority)
  }

  @Test func givesWhatIsLeftByWeight() {
    let parts = area.columns([fixed(2), Part(minimum: 1, weight: 2), Part(minimum: 3, weight: 1), fixed(1)])
    #expect(parts.map(\.width) == [2, 12, 9, 1])
    #expect(parts.map(\.x) == [3, 5, 17, 26])
    #expect(parts.allSatisfy { $0.y == 2 && $0.height == 80 })
  }

  @Test func foldsTheLeastImportantFirst() {
    let parts = [
      fixed(10), Part(minimum: 8, weight: 1, priority: 1), fixed(6, priority: 2), fixed(4, priority: 1),
    ]
    func widths(_ width: Int) -> [Int] { Rect(x: 0, y: 0, width: width, height: 1).columns(parts).map(\.width) }
    #expect(widths(28) == [10, 8, 6, 4])
    #expect(widths(27) == [10, 11, 6, 0])
    #expect(widths(23) == [10, 0, 6, 0])
    #expect(widths(15) == [10, 0, 0, 0])
    #expect(widths(7) == [7, 0, 0, 0])
  }

  @Test func keepsSpaceBetweenWhatIsShown() {
    let parts = Rect(x: 0, y: 0, width: 20, height: 1).columns(
      [fixed(4), fixed(9, priority: 0), Part(minimum: 12, weight: 1)], spacing: 2)
    #expect(parts.map(\.x) == [0, 4, 6])
    #expect(parts.map(\.width) == [4, 0, 14])
  }

  @Test func partsNeverOverlapAndFillTheWhole() {
    var random = SeededRandom(seed: 7)
    for _ in 0..<3000 {
      let count = Int.random(in: 0...6, using: &random)
      let parts = (0..<count).map { _ in
        Part(
          minimum: .random(in: 0...12, using: &random), weight: .random(in: 0...3, using: &random),
          priority: [Part.required, 1, 2, 3].randomElement(using: &random) ?? 1)
      }
      let spacing = Int.random(in: 0...2, using: &random)
      let whole = Rect(x: 5, y: 0, width: .random(in: 0...60, using: &random), height: 1)
      let places = whole.columns(parts, spacing: spacing)
      #expect(places.count == count)
      var end = whole.x
      for place in places where !place.isEmpty {
        #expect(place.x >= end)
        end = place.maxX
      }
      #expect(end <= whole.maxX)
      let grows = zip(parts, places).contains { $0.weight > 0 && $1.width >= max(1, $0.minimum) }
      if grows, spacing == 0 { #expect(places.map(\.width).reduce(0, +) == whole.width) }
    }
  }
}
