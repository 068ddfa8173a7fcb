import Canvas
import Monitoring

/// How many wrappers are in each state.
package struct StatusCounts: Sendable, Equatable {
  private var counts = Array(repeating: 0, count: Grade.worstFirst.count)
  /// Those of the idle ones that are known from the configuration only.
  package private(set) var unseen = 0

  package init(_ wrappers: [WrapperSnapshot] = []) {
    for wrapper in wrappers {
      counts[Grade(wrapper).rank] += 1
      if !wrapper.seen { unseen += 1 }
    }
  }

  package subscript(grade: Grade) -> Int { counts[grade.rank] }
}
