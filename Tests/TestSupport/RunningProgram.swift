// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A child process, never left behind: it is killed when this goes away.
package final class RunningProgram: Sendable {
  /// One of the child's two outputs.
  package enum Stream: Sendable {
    case output
    case error
  }

  private struct State {
    var said = ProgramOutcome(status: 0)
    var hasEnded = false
    /// Set once the child is reaped; its number means nothing from then on.
    var outcome: ProgramOutcome?
  }

  /// The process's number.
  package let processID: Int32
  private let command: [String]
  private let state = Watched(State())
  private let reader: WorkerThread

  init(_ command: [String], environment: [String: String], input: [UInt8]) throws {
    let (output, error) = (try Descriptor.pipe(), try Descriptor.pipe())
    let child = try spawn(
      command,
      environment: environment,
      input: try inputDescriptor(input),
      output: output.writing,
      error: error.writing
    )
    let state = state
    self.command = command
    processID = child
    let (outputEnd, errorEnd) = (output.reading, error.reading)
    reader = WorkerThread {
      drain([outputEnd, errorEnd]) { index, bytes in
        state.update { now in
          if index == 0 { now.said.outputBytes += bytes } else { now.said.errorBytes += bytes }
        }
      }
      state.update { $0.hasEnded = true }
      // Waited for without reaping, so that no signal can go to another process of that number.
      var information = siginfo_t()
      while waitid(P_PID, id_t(child), &information, WEXITED | WNOWAIT) < 0, errno == EINTR {}
      state.update { now in
        var status: Int32 = 0
        waitpid(child, &status, 0)
        now.said.status = status & 0x7F == 0 ? (status >> 8) & 0xFF : -(status & 0x7F)
        now.outcome = now.said
      }
    }
  }

  deinit {
    kill()
  }

  /// Waits for the program's end; returns how it ended and all it said.
  @discardableResult
  package func wait() -> ProgramOutcome {
    reader.join()
    return state.update { $0.outcome ?? $0.said }
  }

  /// Asks it to end (SIGTERM) and waits for that.
  @discardableResult
  package func terminate() -> ProgramOutcome {
    signal(SIGTERM)
    return wait()
  }

  /// Ends it at once (SIGKILL) and waits for that.
  @discardableResult
  package func kill() -> ProgramOutcome {
    signal(SIGKILL)
    return wait()
  }

  /// Sends a signal, unless the program has ended.
  package func signal(_ number: Int32) {
    state.update { now in
      if now.outcome == nil {
        _ = Foundation.kill(processID, number)
      }
    }
  }

  /// What it has said so far.
  package func said(on stream: Stream = .output) -> String {
    state.update { stream == .output ? $0.said.output : $0.said.error }
  }

  /// Waits for a whole line that holds `text`, past or to come, and returns it without its end.
  ///
  /// Throws, with all that was said, when the program ends without saying it.
  @discardableResult
  package func waitForLine(containing text: String, on stream: Stream = .output) throws -> String {
    try waitForLine(on: stream) { $0.contains(text) }
  }

  /// Waits for the first whole line that `matches`.
  @discardableResult
  package func waitForLine(
    on stream: Stream = .output,
    where matches: (String) -> Bool
  ) throws -> String {
    let found = state.wait { now -> [String]? in
      let bytes = stream == .output ? now.said.outputBytes : now.said.errorBytes
      let line = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        .dropLast()
        .lazy.map { String(decoding: $0, as: UTF8.self) }
        .first(where: matches)
      return line.map { [$0] } ?? (now.hasEnded ? [] : nil)
    }
    if let line = found?.first { return line }
    let outcome = state.update { $0.said }
    throw ProgramFailure(
      description: "\(command.joined(separator: " ")) did not say the line: \(outcome)"
    )
  }
}

/// Reads all until all have ended, as it comes.
private func drain(_ sources: [Descriptor], _ take: (Int, [UInt8]) -> Void) {
  var open = Array(sources.indices)
  while !open.isEmpty {
    let ready = zip(open, waitForReadable(open.map { sources[$0] })).filter(\.1).map(\.0)
    for index in ready {
      if let bytes = sources[index].read(65_536), !bytes.isEmpty {
        take(index, bytes)
      } else {
        open.removeAll { $0 == index }
      }
    }
  }
}

/// A file without a name that holds the child's input: nothing has to feed it.
private func inputDescriptor(_ input: [UInt8]) throws -> Descriptor {
  guard !input.isEmpty else { return try Descriptor(open("/dev/null", O_RDONLY), "open /dev/null") }
  let folder = try TemporaryFolder()
  return try Descriptor(open(try folder.write(input, to: "input"), O_RDONLY), "open the input")
}

private func spawn(
  _ command: [String],
  environment: [String: String],
  input: Descriptor,
  output: Descriptor,
  error: Descriptor
) throws -> pid_t {
  var actions = posix_spawn_file_actions_t()
  posix_spawn_file_actions_init(&actions)
  defer { posix_spawn_file_actions_destroy(&actions) }
  for (number, descriptor) in [input, output, error].enumerated() {
    posix_spawn_file_actions_adddup2(&actions, descriptor.number, Int32(number))
  }
  // A socket that another thread has just opened must not live on in the child.
  for number in Int32(3)..<1_024 {
    posix_spawn_file_actions_addclose(&actions, number)
  }
  var attributes = posix_spawnattr_t()
  posix_spawnattr_init(&attributes)
  defer { posix_spawnattr_destroy(&attributes) }
  var (none, all) = (sigset_t(), sigset_t())
  sigemptyset(&none)
  sigfillset(&all)
  posix_spawnattr_setsigmask(&attributes, &none)
  posix_spawnattr_setsigdefault(&attributes, &all)
  posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))

  var arguments = command.map { strdup($0) } + [nil]
  var variables = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
  defer {
    for text in arguments + variables {
      free(text)
    }
  }
  var child: pid_t = 0
  let code = posix_spawn(&child, command[0], &actions, &attributes, &arguments, &variables)
  guard code == 0 else { throw SystemFailure("start \(command[0])", code: code) }
  return child
}
