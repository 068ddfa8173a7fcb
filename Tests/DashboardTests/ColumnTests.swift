import Testing

@testable import Dashboard

@Suite("The columns of the list")
struct ColumnTests {
  @Test(arguments: 40...220) func neverOverlapAndNeverPassTheEdge(width: Int) {
    for longestName in [0, 3, 13, 60] {
      let columns = WrapperColumns(width: width, longestName: longestName).columns
      var end = 0
      for column in columns {
        #expect(column.x > end - 1 && column.width > 0, "\(column.kind) at \(width)")
        end = column.x + column.width + 1
      }
      #expect(end - 1 <= width, "\(width)")
    }
  }

  @Test func allButOneLineFitIn80Columns() {
    let kinds = WrapperColumns(width: 80, longestName: 40).columns.map(\.kind)
    // The traffic beside the errors takes 86, the time that a budget lasts 114; the detail tells both.
    for kind in WrapperColumns.Kind.allCases where ![.score, .traffic, .toCap, .lastError].contains(kind) {
      #expect(kinds.contains(kind))
    }
    let name = WrapperColumns(width: 80, longestName: 40)[.name]?.width ?? 0
    #expect(name >= 13)
  }

  @Test(arguments: 40...220) func budgetsStandAsSoonAsThereIsRoom(width: Int) {
    let columns = WrapperColumns(width: width, longestName: 13)
    #expect((columns[.name]?.width ?? 0) >= 12)
    #expect((columns[.budget] == nil) == (width < 44))
    #expect((columns[.toCap] == nil) == (width < 114))
    guard let budget = columns[.budget] else { return }
    #expect(BudgetColumnStyle(column: budget.width) == BudgetColumnStyle(width))
  }

  @Test func the40ColumnsThatAreTheLeastNameStateAndErrors() {
    #expect(WrapperColumns(width: 40, longestName: 20).columns.map(\.kind) == [.state, .score, .name, .errors])
  }
}
