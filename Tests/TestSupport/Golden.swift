import Foundation
import Testing

/// Expects that a text is what a golden file holds.
///
/// The file is `Golden/<name>.txt` beside the test's own file. With `WRAPTOP_RECORD=1` in the environment it is
/// written anew instead; look at what changed before you commit it. A failure shows the lines that differ.
package func expectGolden(
  _ text: String, named name: String, testFile: String = #filePath, sourceLocation: SourceLocation = #_sourceLocation
) {
  let folder = URL(fileURLWithPath: testFile).deletingLastPathComponent().appendingPathComponent("Golden")
  let file = folder.appendingPathComponent(name + ".txt")
  if ProcessInfo.processInfo.environment["WRAPTOP_RECORD"] == "1" {
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
    } catch {
      Issue.record("cannot record \(file.path): \(error)", sourceLocation: sourceLocation)
    }
    return
  }
  guard let data = try? Data(contentsOf: file) else {
    Issue.record("\(file.path) is missing; record it with WRAPTOP_RECORD=1", sourceLocation: sourceLocation)
    return
  }
  let expected = String(decoding: data, as: UTF8.self)
  if expected.utf8.elementsEqual(text.utf8) { return }
  Issue.record(
    "\(name) differs from its golden file (- expected, + got):\n\(lineDifference(from: expected, to: text))",
    sourceLocation: sourceLocation)
}

/// The lines of both texts: `-` only in the first, `+` only in the second, with three equal lines around each change.
package func lineDifference(from old: String, to new: String) -> String {
  let oldLines = old.split(separator: "\n", omittingEmptySubsequences: false)
  let newLines = new.split(separator: "\n", omittingEmptySubsequences: false)
  let changes = newLines.difference(from: oldLines)
  let removed = Set(changes.removals.map(\.offset))
  let inserted = Set(changes.insertions.map(\.offset))
  var all: [(mark: Character, text: Substring)] = []
  var (oldIndex, newIndex) = (0, 0)
  while oldIndex < oldLines.count || newIndex < newLines.count {
    if oldIndex < oldLines.count, removed.contains(oldIndex) {
      all.append(("-", oldLines[oldIndex]))
      oldIndex += 1
    } else if newIndex < newLines.count, inserted.contains(newIndex) {
      all.append(("+", newLines[newIndex]))
      newIndex += 1
    } else {
      all.append((" ", newLines[newIndex]))
      oldIndex += 1
      newIndex += 1
    }
  }
  var lines: [String] = []
  var isSkipping = false
  for (index, line) in all.enumerated() {
    let near = all[max(0, index - 3)...min(all.count - 1, index + 3)]
    if near.contains(where: { $0.mark != " " }) {
      lines.append("\(line.mark)|\(line.text)")
      isSkipping = false
    } else if !isSkipping {
      lines.append(" ...")
      isSkipping = true
    }
  }
  return lines.joined(separator: "\n")
}

extension CollectionDifference.Change {
  fileprivate var offset: Int {
    switch self {
    case .insert(let offset, _, _), .remove(let offset, _, _): offset
    }
  }
}
