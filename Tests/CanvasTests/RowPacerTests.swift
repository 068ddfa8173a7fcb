import Testing

@testable import Canvas

@Suite("Changes go to the terminal at a pace")
struct RowPacerTests {
  private var pacer = RowPacer()

  /// A grid with these rows.
  private func grid(_ rows: String..., areas: (inout CellGrid) -> Void = { _ in }) -> CellGrid {
    var grid = CellGrid(Size(columns: 20, rows: rows.count))
    for (y, row) in rows.enumerated() { grid.write(row, x: 0, y: y) }
    areas(&grid)
    return grid
  }

  private mutating func pass(
    _ grid: CellGrid, at milliseconds: Int, for reason: RowPacer.Reason = .figures
  ) -> String {
    pacer.pass(grid, at: .milliseconds(milliseconds), for: reason).plainText
  }

  @Test mutating func aQuietRowIsShownAtOnce() {
    #expect(pass(grid("a 1", "b 1"), at: 0) == "a 1\nb 1\n")
    #expect(pass(grid("a 2", "b 1"), at: 700) == "a 2\nb 1\n")
    #expect(pass(grid("a 2", "b 2"), at: 710) == "a 2\nb 2\n")
    #expect(pacer.due == nil)
  }

  @Test mutating func aBusyRowIsHeldUntilTheHalfSecond() {
    _ = pass(grid("a 1", "b 1"), at: 0)
    #expect(pass(grid("a 2", "b 1"), at: 600) == "a 2\nb 1\n")
    #expect(pass(grid("a 3", "b 1"), at: 700) == "a 2\nb 1\n")
    #expect(pacer.due == .milliseconds(1000))
    #expect(pass(grid("a 4", "b 1"), at: 999) == "a 2\nb 1\n")
    // What is due is shown though nothing came in, and what comes next is held again.
    #expect(pass(grid("a 4", "b 1"), at: 1000, for: .time) == "a 4\nb 1\n")
    #expect(pacer.due == nil)
    #expect(pass(grid("a 5", "b 1"), at: 1010) == "a 4\nb 1\n")
    #expect(pacer.due == .milliseconds(1500))
  }

  /// However changes come, each is shown before half a second is over.
  @Test mutating func noLateChangeIsLost() {
    _ = pass(grid("0"), at: 0)
    var time = 0, number = 0, shown = "0\n"
    while number < 200 {
      number += 1
      time += [3, 40, 170, 610][number % 4]
      let next = grid("\(number)")
      shown = pass(next, at: time)
      guard shown != next.plainText else { continue }
      let due = pacer.due.map { Int($0 / .milliseconds(1)) } ?? .max
      #expect(due > time && due <= time + 500)
      if number % 4 == 2 { #expect(pass(next, at: due, for: .time) == next.plainText) }
    }
    #expect(pass(grid("\(number)"), at: time + 500, for: .time) == "\(number)\n")
  }

  @Test mutating func anAgeDoesNotHoldUpWhatComesNext() {
    _ = pass(grid("3s 1"), at: 0)
    #expect(pass(grid("4s 1"), at: 1000, for: .time) == "4s 1\n")
    #expect(pass(grid("0s 2"), at: 1030) == "0s 2\n")
  }

  @Test mutating func whatAKeyDoesIsShownAtOnce() {
    _ = pass(grid("a 1"), at: 0)
    #expect(pass(grid("a 2"), at: 10) == "a 1\n")
    #expect(pass(grid("a 3"), at: 20, for: .urgent) == "a 3\n")
  }

  @Test mutating func anotherSizeOrLayoutIsShownAtOnce() {
    _ = pass(grid("a 1"), at: 0)
    #expect(pass(grid("a 2", "b"), at: 10) == "a 2\nb\n")
    let top = Rect(x: 0, y: 0, width: 20, height: 1)
    #expect(pass(grid("a 3", "c") { $0.pace(top) }, at: 20) == "a 3\nb\n")
  }

  @Test mutating func aGradeDoesNotWaitAndItsRowGoesWithIt() {
    let top = Rect(x: 0, y: 0, width: 20, height: 1)
    func screen(_ grade: String, _ figure: Int) -> CellGrid {
      grid("\(grade) \(figure)", "\(figure)") { $0.pace(top, urgent: [grade]) }
    }
    _ = pass(screen("HEALTHY", 1), at: 0)
    #expect(pass(screen("HEALTHY", 2), at: 100) == "HEALTHY 1\n1\n")
    #expect(pass(screen("CRITICAL", 3), at: 200) == "CRITICAL 3\n1\n")
    #expect(pass(screen("CRITICAL", 4), at: 300) == "CRITICAL 3\n1\n")
  }

  @Test mutating func partsOfARowHaveTheirOwnPace() {
    func screen(_ left: Int, _ sum: Int, _ right: Int) -> CellGrid {
      grid("\(left)    \(sum)    \(right)") {
        $0.pace(Rect(x: 0, y: 0, width: 8, height: 1))
        $0.pace(Rect(x: 5, y: 0, width: 2, height: 1), .slow)
      }
    }
    _ = pass(screen(1, 1, 1), at: 0)
    #expect(pass(screen(2, 2, 1), at: 600) == "2    1    1\n")
    // Nothing has changed at the right for a while.
    #expect(pass(screen(3, 3, 2), at: 700) == "2    1    2\n")
    #expect(pacer.due == .milliseconds(1000))
    #expect(pass(screen(3, 3, 2), at: 1000, for: .time) == "3    1    2\n")
    #expect(pacer.due == .milliseconds(2000))
    #expect(pass(screen(3, 3, 2), at: 2000, for: .time) == "3    3    2\n")
  }

  @Test mutating func whatIsHeldGoesTogether() {
    _ = pass(grid("a 1", "b 1"), at: 0)
    _ = pass(grid("a 2", "b 1"), at: 510)
    _ = pass(grid("a 2", "b 2"), at: 800)
    #expect(pass(grid("a 3", "b 3"), at: 900) == "a 2\nb 2\n")
    #expect(pass(grid("a 3", "b 3"), at: 1000, for: .time) == "a 3\nb 3\n")
  }
}
