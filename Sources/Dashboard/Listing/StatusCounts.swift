import Canvas
import Monitoring

/// How many wrappers are in each state.
package struct StatusCounts: Sendable, Equatable {
  private var counts = Array(repeating: 0, count: Grade.worstFirst.count)

  package init(_ wrappers: [WrapperSnapshot] = []) {
    for wrapper in wrappers { counts[Grade(wrapper).rank] += 1 }
  }

  package subscript(grade: Grade) -> Int { counts[grade.rank] }
}
