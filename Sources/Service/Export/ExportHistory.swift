import Events
import Monitoring

/// What is remembered of wrappers over time, as exports read it.
package protocol ExportHistory {
  /// The slots of a series, oldest first; those without operations may be missing.
  func series(of wrapper: String, step: ExportStep) -> [SeriesPoint]
  /// The days with operations, oldest first, each by the instant at which it begins.
  func costs(of wrapper: String) -> [(day: Timestamp, figures: GroupFigures)]
}

extension WrapperMonitor: ExportHistory {
  package func series(of wrapper: String, step: ExportStep) -> [SeriesPoint] {
    []
  }

  package func costs(of wrapper: String) -> [(day: Timestamp, figures: GroupFigures)] {
    withState { $0.dailyCosts(of: wrapper) }
  }
}
