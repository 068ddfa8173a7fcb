import Canvas
import Configuration

/// What `config validate` found, and how much it looked at.
package struct ValidationResult: Sendable {
  package var findings: [Finding]
  /// How many files were read.
  package var files: Int
  package var wrappers: Int
  /// Warnings count as errors.
  package var isStrict: Bool

  package init(findings: [Finding], files: Int, wrappers: Int, isStrict: Bool) {
    self.findings = findings
    self.files = files
    self.wrappers = wrappers
    self.isStrict = isStrict
  }

  /// Whether the configuration may be used.
  package var isValid: Bool { isStrict ? findings.isEmpty : findings.errorCount == 0 }
}

extension ConfigurationText {
  /// What `config validate` prints: a line for each finding, errors first, and the sum.
  package func validation(_ result: ValidationResult) -> String {
    var text = lines(result.findings)
    let sum = Self.counted(result.findings)
    let extent = Self.counted(result.files, "file") + ", " + Self.counted(result.wrappers, "wrapper")
    text += rendering.styled("\(sum) in \(extent)", result.isValid ? .healthy : .unhealthy) + "\n"
    return text
  }
}
