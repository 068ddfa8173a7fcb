import Events
import Monitoring
import Reports

/// Exports what inputs hold. They are read once; operations are handed on as they are decoded, so that memory does not grow
/// with them.
package struct InputExport: ExportSource {
  private let intake: Intake

  package init(_ intake: Intake) { self.intake = intake }

  package func operations(
    _ selection: ExportSelection, _ body: @escaping (OperationRecord) throws -> Void
  ) async throws {
    var known: [String: Bool] = [:]
    func includes(_ wrapper: String) -> Bool {
      guard selection.wrappers != nil else { return true }
      if let answer = known[wrapper] { return answer }
      // A source that invents names must not fill the memory.
      if known.count >= MonitorState.defaultWrapperLimit { known.removeAll() }
      let answer = selection.includes(wrapper)
      known[wrapper] = answer
      return answer
    }
    try await intake.readOnce { batch, applied in
      try applied.forEachCompleted(of: batch, where: { selection.includes($1) && includes($0) }, body)
    }
  }

  package func series(
    _ selection: ExportSelection, step: ExportStep, _ body: (SeriesRow) throws -> Void
  ) async throws {
    try await intake.readOnce()
    try await CoreExport(intake.core).series(selection, step: step, body)
  }

  package func costs(_ selection: ExportSelection, _ body: (CostRow) throws -> Void) async throws {
    try await intake.readOnce()
    try await CoreExport(intake.core).costs(selection, body)
  }

  package func costReports(_ selection: ExportSelection) async throws -> [CostReport] {
    try await intake.readOnce()
    return try await CoreExport(intake.core).costReports(selection)
  }
}
