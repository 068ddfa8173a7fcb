import ArgumentParser
import Foundation
import Ingestion
import Terminal

/// Checks what the dashboard needs, and says what to do.
struct Doctor: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Check the terminal, the locale and the socket's folder, and say what to do.")

  @Option(name: .long, help: ArgumentHelp("The socket to check, instead of the default one.", valueName: "path"))
  var socket: String?

  func run() throws {
    let environment = ProcessInfo.processInfo.environment
    let findings = terminal(environment) + [try socketFinding()]
    for finding in findings { try StandardOutput.line(finding.text) }
    if findings.contains(where: { $0.grade == .fails }) { throw ExitCode(1) }
  }

  private struct Finding {
    enum Grade: String { case fine = "ok   ", attention = "note ", fails = "FAIL " }
    var grade: Grade
    var subject: String
    var message: String

    var text: String { "\(grade.rawValue)\(subject): \(message)" }
  }

  private func terminal(_ environment: [String: String]) -> [Finding] {
    var findings: [Finding] = []
    do {
      let capabilities = try CursesTerminal.examine(TerminalOptions(environment: environment))
      let term = environment["TERM"] ?? ""
      findings.append(
        Finding(
          grade: capabilities.term == term ? .fine : .attention, subject: "terminal",
          message: "TERM=\(term.isEmpty ? "(not set)" : term), shown as \(capabilities.term), colours: "
            + capabilities.colorDepth.rawValue))
      findings += capabilities.notices.map { Finding(grade: .attention, subject: "terminal", message: $0) }
      findings.append(
        Finding(
          grade: capabilities.isUnicode ? .fine : .attention, subject: "locale",
          message: capabilities.isUnicode
            ? "UTF-8" : "no UTF-8, so charts are ASCII; set LANG=C.UTF-8 for the fine ones"))
    } catch {
      findings.append(Finding(grade: .fails, subject: "terminal", message: "\(error)"))
    }
    if isatty(1) != 1 {
      findings.append(
        Finding(
          grade: .attention, subject: "output", message: "not a terminal; the dashboard needs one, `status` does not"))
    }
    return findings
  }

  private func socketFinding() throws -> Finding {
    let path = socket ?? DefaultSocket.ingestPath
    do {
      try ListeningSocket.open(path).removePath()
      return Finding(grade: .fine, subject: "socket", message: "\(path) can be made")
    } catch {
      let answers = (try? EventSender(path: path)) != nil
      return answers
        ? Finding(grade: .fine, subject: "socket", message: "\(path): a wraptop listens there")
        : Finding(grade: .fails, subject: "socket", message: error.description)
    }
  }
}
