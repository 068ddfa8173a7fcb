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

  @Test func everythingTheIssueAsksForFitsIn80Columns() {
    let kinds = WrapperColumns(width: 80, longestName: 40).columns.map(\.kind)
    for kind in WrapperColumns.Kind.allCases where kind != .score && kind != .lastError {
      #expect(kinds.contains(kind))
    }
    let name = WrapperColumns(width: 80, longestName: 40)[.name]?.width ?? 0
    #expect(name >= 13)
  }

  @Test func the40ColumnsThatAreTheLeastNameStateAndErrors() {
    #expect(WrapperColumns(width: 40, longestName: 20).columns.map(\.kind) == [.state, .score, .name, .errors])
  }
}
