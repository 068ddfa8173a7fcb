import Monitoring

/// How many wrappers are in each state.
package struct StatusCounts: Sendable, Equatable {
  private var counts = Array(repeating: 0, count: Grade.allCases.count)

  package init(_ wrappers: [WrapperSnapshot] = []) {
    for wrapper in wrappers { counts[Grade(wrapper).rawValue] += 1 }
  }

  package subscript(grade: Grade) -> Int { counts[grade.rawValue] }
}
