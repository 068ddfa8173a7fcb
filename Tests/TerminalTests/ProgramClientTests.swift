import Foundation
import TestSupport
import Testing

/// What `wraptop client` prints, used as programs would use it, against `wraptop serve` (article Clients).
@Suite(.waiting) struct ProgramClientTests {
  private let program: StoredProgram
  private var folder: TemporaryFolder { program.folder }

  init() throws { program = try StoredProgram() }

  /// Writes what `wraptop client NAME` prints into a file of the folder.
  private func write(_ name: String, to file: String) throws {
    let run = try program.run("client", name)
    #expect(run.status == 0 && run.errors.isEmpty, "\(run.errors)")
    try run.output.write(toFile: folder(file), atomically: true, encoding: .utf8)
  }

  /// Runs a script of Python, in which `socket` is where `serve` listens.
  private func python(_ script: String) throws -> ProgramRun {
    var environment = ProgramOnScreen.environment(in: folder)
    environment["PYTHONPATH"] = folder("")
    environment["PYTHONDONTWRITEBYTECODE"] = "1"
    return try ProgramRun(
      "/usr/bin/env", ["python3", "-c", "socket = '\(program.socketPath)'\n" + script], environment: environment)
  }

  /// What `status --json` tells of a wrapper.
  private func wrapper(_ name: String) throws -> [String: Any] {
    let run = try program.run("status", "--json", "--store", program.storePath)
    let document = try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any]
    let wrappers = document?["wrappers"] as? [[String: Any]] ?? []
    return try #require(wrappers.first { $0["wrapper_name"] as? String == name }, "\(run.output)")
  }

  private func totals(_ name: String) throws -> [String: Any] { try wrapper(name)["totals"] as? [String: Any] ?? [:] }

  @Test func thePythonClientIsShort() throws {
    let lines = try program.run("client", "python").output.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count <= 61, "the last one is empty")
  }

  @Test func pythonDeliversEverythingBeforeItEnds() throws {
    try write("python", to: "client.py")
    let server = try program.serve()
    let run = try python(
      """
      import client, os
      wraptop = client.Wraptop(socket)
      for number in range(3000): wraptop.send(wrapper_name="py", duration_ms=5, cost_estimate="0.001")
      wraptop.send(wrapper_name="py", status="error", error_message="429", start_time=1, duration_ms=1)
      wraptop.send(event="start", wrapper_name="py", operation_id="op")
      wraptop.send(event="end", operation_id="op")
      if os.fork() == 0:
          wraptop.send(wrapper_name="child")
          wraptop.close()
          os._exit(0)
      os.wait()
      """)
    // The one from 1970 is none.
    #expect(run.status == 0 && run.errors.contains("wraptop: 1 events rejected: start_time"), "\(run.errors)")
    #expect(server.end(with: SIGTERM) == 0)
    #expect(try totals("py")["total"] as? Int == 3001)
    #expect(try totals("py")["cost_usd"] as? String == "3")
    #expect(try totals("child")["total"] as? Int == 1)
  }

  @Test func pythonNeverWaitsAndSaysWhatItDropped() throws {
    try write("python", to: "client.py")
    let run = try python(
      """
      import client, time
      wraptop = client.Wraptop(socket, capacity=10)
      began = time.monotonic()
      for number in range(50): wraptop.send(wrapper_name="py")
      wraptop.send(wrapper_name=float("nan"))
      assert time.monotonic() - began < 1 and wraptop.dropped == 41
      """)
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.errors.contains("wraptop: 10 events not delivered: \(program.socketPath): "), "\(run.errors)")
    #expect(run.errors.contains("wraptop: 41 events dropped in all"), "\(run.errors)")
  }

  // What was on its way is sent again, and counts once.
  @Test func pythonGoesOnAfterACrash() throws {
    try write("python", to: "client.py")
    var server = try program.serve()
    let script = folder("run.py")
    try """
    import client, pathlib, sys, time
    wraptop = client.Wraptop("\(program.socketPath)", patience=60)
    folder = pathlib.Path("\(folder(""))")
    for number in range(2000):
        wraptop.send(wrapper_name="py", duration_ms=1)
        if number == 1000: (folder / "half").touch()
        while number == 1500 and not (folder / "again").exists(): time.sleep(0.01)
    """.write(toFile: script, atomically: true, encoding: .utf8)
    var environment = ProgramOnScreen.environment(in: folder)
    environment["PYTHONPATH"] = folder("")
    let client = try RunningProgram(
      "/usr/bin/env", ["python3", script], environment: environment, errorsPath: folder("client.txt"))
    #expect(program.eventually { folder.has("half") })
    #expect(server.end(with: SIGKILL) == nil)
    server = try program.serve()
    try folder.append("", to: "again")
    #expect(program.eventually { !client.isRunning })
    #expect(client.errors.isEmpty, "\(client.errors)")
    #expect(server.end(with: SIGTERM) == 0)
    #expect(try totals("py")["total"] as? Int == 2000)
  }

  @Test func aFolderOfOthersIsNotTrusted() throws {
    try write("python", to: "client.py")
    try folder.makeFolder("run")
    try folder.makeFolder("run/wraptop")
    let server = try program.serve()
    try FileManager.default.createSymbolicLink(
      atPath: folder("run/wraptop/ingest.sock"), withDestinationPath: program.socketPath)
    let sending = "import client\nclient.Wraptop().send(wrapper_name=\"py\")"
    chmod(folder("run/wraptop"), 0o777)
    #expect(try python(sending).errors.contains("not delivered: /run/wraptop/ingest.sock"))
    chmod(folder("run/wraptop"), 0o700)
    let run = try python(sending)
    #expect(run.errors.isEmpty, "\(run.errors)")
    #expect(server.end(with: SIGTERM) == 0)
    #expect(try totals("py")["total"] as? Int == 1)
  }

  // LiteLLM itself is large; its class has these methods (litellm.integrations.custom_logger).
  @Test func litellmReportsAttemptsWithoutPrompts() throws {
    try write("litellm", to: "wraptop_callback.py")
    try folder.makeFolder("litellm")
    try folder.makeFolder("litellm/integrations")
    for file in ["litellm/__init__.py", "litellm/integrations/__init__.py"] { try folder.append("", to: file) }
    try folder.append(
      "class CustomLogger:\n    def __init__(self): pass\n", to: "litellm/integrations/custom_logger.py")
    let server = try program.serve("--rejects", folder("rejects"))
    let run = try python(
      """
      import asyncio, time, wraptop_callback
      logger = wraptop_callback.WraptopLogger(wraptop_callback.Wraptop(socket))
      def payload(number, **more):
          now = time.time()
          return {"standard_logging_object": {
              "id": f"call-{number}", "call_type": "acompletion", "status": "success",
              "startTime": now - 1, "endTime": now,
              "model": "gpt-4o", "model_group": "fast", "response_cost": 0.25, "prompt_tokens": 10, "completion_tokens": 5,
              "total_tokens": 15, "messages": [{"content": "a secret question"}], "response": "a secret answer",
              "metadata": {"user_api_key_alias": "k", "requester_metadata": {"note": "a secret note"}}, **more}}
      logger.log_success_event(payload(1), None, None, None)
      asyncio.run(logger.async_log_success_event(payload(2), None, None, None))
      failure = payload(3, status="failure", response_cost=0, error_information={
          "error_class": "RateLimitError", "error_code": "429", "error_message": "slow down", "traceback": "a secret line"})
      logger.log_failure_event(failure, None, None, None)
      asyncio.run(logger.async_log_failure_event(failure, None, None, None))
      logger.log_success_event({}, None, None, None)
      sent = "".join(logger.wraptop._lines)
      assert "secret" not in sent, sent
      """)
    #expect(run.status == 0 && run.errors.isEmpty, "\(run.errors)")
    #expect(server.end(with: SIGTERM) == 0)
    let totals = try totals("fast")
    #expect(totals["total"] as? Int == 3 && totals["failed"] as? Int == 1)
    #expect(totals["cost_usd"] as? String == "0.5")
    // The requests for acknowledgements do not make the source one of native lines.
    let status = try program.run("status", "--json", "--store", program.storePath).output
    #expect(status.contains(#""format":"litellm""#))
    #expect(try String(contentsOfFile: folder("rejects"), encoding: .utf8).isEmpty)
  }

  @Test func theBridgeOfOrchestratorReportsAndPassesOn() throws {
    try write("orchestrator", to: "wraptop_monitoring.py")
    let server = try program.serve()
    let run = try python(
      """
      import wraptop_monitoring as bridge
      class Monitoring:
          def __init__(self): self.calls = []
          def start_operation(self, operation_id, wrapper_name, operation_type="default"):
              self.calls.append("start"); return operation_id
          def record_success(self, operation_id, result=None, custom_metrics=None): self.calls.append("success")
          def record_error(self, operation_id, message, code=None, custom_metrics=None): self.calls.append("error")
          def end_operation(self, operation_id): self.calls.append("end")
          def get_wrapper_health(self, name): return f"health of {name}"
      class Result:
          cost_estimate, quality_score, execution_time_ms = 0.5, 0.9, 12
      inner = Monitoring()
      monitoring = bridge.WraptopMonitoring(inner, bridge.Wraptop(socket))
      assert monitoring.start_operation("a", "poml", "render") == "a"
      monitoring.record_success("a", Result(), {"tokens": 12})
      monitoring.end_operation("a")
      monitoring.start_operation("b", "poml")
      monitoring.record_error("b", ValueError("no template"), error_code="TPL_404")
      monitoring.end_operation("b")
      monitoring.start_operation("c", "poml")
      monitoring.record_fallback("c", "low confidence")
      monitoring.end_operation("c")
      monitoring.start_operation("d", "poml")
      monitoring.record_fatal_error("d", "all is lost")
      monitoring.end_operation("d")
      assert inner.calls == ["start", "success", "end", "start", "error", "end", "start", "end", "start", "end"]
      assert monitoring.get_wrapper_health("poml") == "health of poml"
      alone = bridge.WraptopMonitoring(wraptop=bridge.Wraptop(socket))
      alone.end_operation(alone.start_operation("poml"))
      assert not hasattr(alone, "get_wrapper_health")
      """)
    #expect(run.status == 0 && run.errors.isEmpty, "\(run.errors)")
    #expect(server.end(with: SIGTERM) == 0)
    let totals = try totals("poml")
    #expect(totals["total"] as? Int == 5 && totals["failed"] as? Int == 2 && totals["fallback"] as? Int == 1)
    #expect(totals["cost_usd"] as? String == "0.5")
    let health = try wrapper("poml")["health"] as? [String: Any]
    #expect(health?["last_error"] as? String == "all is lost")
  }

  @Test(arguments: ["dash", "bash"]) func theShellTimesCommands(shell: String) throws {
    let server = try program.serve()
    let wraptop = ProgramOnScreen.program
    try folder.makeFolder("bin")
    try FileManager.default.createSymbolicLink(atPath: folder("bin/wraptop"), withDestinationPath: wraptop)
    try folder.makeFolder("run")
    try folder.makeFolder("run/wraptop")
    chmod(folder("run/wraptop"), 0o700)
    try FileManager.default.createSymbolicLink(
      atPath: folder("run/wraptop/ingest.sock"), withDestinationPath: program.socketPath)
    var environment = ProgramOnScreen.environment(in: folder)
    environment["PATH"] = folder("bin") + ":/usr/bin:/bin"
    let script = """
      set -eu
      eval "$(wraptop client shell)"
      wraptop_run 'a "name"' -- sh -c 'sleep 0.2'
      wraptop_run failing -- sh -c 'exit 3' || echo "status $?"
      wraptop_run slow -- timeout 0.1 sleep 5 || echo "status $?"
      in_here() { found=$1; }
      wraptop_run function -- in_here yes
      echo "found $found"
      wraptop_run usage || echo "status $?"
      """
    let run = try ProgramRun("/usr/bin/env", [shell, "-c", script], environment: environment)
    #expect(run.output == "status 3\nstatus 124\nfound yes\nstatus 64\n", "\(run.errors)")
    #expect(run.errors == "usage: wraptop_run NAME -- COMMAND...\n")
    #expect(server.end(with: SIGTERM) == 0)
    #expect(try (totals("a \"name\"")["duration_sum_ms"] as? Double ?? 0) >= 200)
    #expect(try totals("failing")["failed"] as? Int == 1)
    #expect(try totals("slow")["timeouts"] as? Int == 1)
    #expect(try totals("function")["successful"] as? Int == 1)
  }

  @Test func emitTakesFieldsAsOptions() throws {
    let server = try program.serve()
    func emit(_ arguments: String...) throws -> ProgramRun {
      try ProgramRun(
        ProgramOnScreen.program, ["emit", "--socket", program.socketPath] + arguments,
        environment: ProgramOnScreen.environment(in: folder))
    }
    let failing = try emit(
      "--wrapper", "w", "--error", #"429 "slow down""#, "--code", "HTTP_429", "--duration-ms", "1250.5",
      "--cost", "0.0031", "--metric", "tokens=120", "--metric", "route=a=b")
    #expect(failing.status == 0, "\(failing.errors)")
    #expect(try emit("--wrapper", "w", "--fallback", "no answer").status == 0)
    #expect(try emit("--event", "start", "--wrapper", "w", "--id", "1").status == 0)
    #expect(try emit("--event", "success", "--id", "1", "--cost", "1").status == 0)
    #expect(try emit("--event", "end", "--id", "1").status == 0)
    for (arguments, reason) in [
      (["--error", "x"], "--wrapper"), (["--event", "end"], "--id"),
      (["--wrapper", "w", "--metric", "x"], "has to be"),
      (["--wrapper", "w", "{}"], "not both"), (["--event", "end", "--id", "1", "--status", "error"], "--status"),
    ] {
      let run = try ProgramRun(
        ProgramOnScreen.program, ["emit"] + arguments, environment: ProgramOnScreen.environment(in: folder))
      #expect(run.status == 64 && run.errors.contains(reason), "\(run.errors)")
    }
    #expect(try emit("--wrapper", "w", "--status", "odd").status == 65)
    #expect(server.end(with: SIGTERM) == 0)
    let totals = try totals("w")
    #expect(totals["total"] as? Int == 3 && totals["failed"] as? Int == 1 && totals["fallback"] as? Int == 1)
    #expect(totals["cost_usd"] as? String == "1.0031")
    let health = try wrapper("w")["health"] as? [String: Any]
    #expect(health?["last_error"] as? String == #"429 "slow down""#)
  }
}
