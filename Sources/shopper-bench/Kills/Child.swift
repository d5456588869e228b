// SPDX-License-Identifier: Apache-2.0

import CommandLine
import Glibc

/// A child process whose output and end are seen on a pipe, so that one `poll` watches many.
final class Child {
  /// The process's number.
  let processID: pid_t

  /// The pipe's end: readable when the child has said something or has ended.
  let output: Int32

  /// What it has said on standard output.
  private(set) var said: [UInt8] = []

  /// Starts a program.
  ///
  /// - Parameters:
  ///   - program: The program.
  ///   - arguments: Its arguments.
  ///   - environment: All the variables that it sees.
  ///   - log: The file to which its standard error is added.
  /// - Throws: ``Failure`` where it does not start.
  init(
    _ program: BuiltProgram,
    _ arguments: [String],
    environment: [String: String],
    log: String
  ) throws {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { throw Child.failure(program) }
    defer { close(ends[1]) }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
    posix_spawn_file_actions_addopen(&actions, 2, log, O_WRONLY | O_CREAT | O_APPEND, 0o600)
    // This program ignores the signals that it handles; its children must not.
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var all = sigset_t()
    sigfillset(&all)
    posix_spawnattr_setsigdefault(&attributes, &all)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF))
    var words = ([program.path] + arguments).map { strdup($0) } + [nil]
    var variables = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for text in words + variables { free(text) } }
    var child: pid_t = 0
    guard posix_spawn(&child, program.path, &actions, &attributes, &words, &variables) == 0 else {
      close(ends[0])
      throw Child.failure(program)
    }
    (processID, output) = (child, ends[0])
    Belongings.all.note(process: child)
  }

  deinit {
    close(output)
  }

  /// Sends it a signal; it has not been waited for, so the number is still its own.
  func signal(_ number: Int32) {
    kill(processID, number)
  }

  /// Reads what it has said; call where `poll` found something.
  ///
  /// - Returns: How it ended, once it has: the exit code, or the negative number of a signal.
  func listen() -> Int32? {
    var buffer = [UInt8](repeating: 0, count: 4_096)
    let count = read(output, &buffer, buffer.count)
    if count > 0 { said += buffer.prefix(count) }
    return count == 0 ? end() : nil
  }

  /// Waits for its end.
  ///
  /// - Returns: The exit code, or the negative number of the signal that ended it.
  func end() -> Int32 {
    var status: Int32 = 0
    while waitpid(processID, &status, 0) < 0, errno == EINTR {}
    Belongings.all.forget(process: processID)
    return status & 0x7F == 0 ? (status >> 8) & 0xFF : -(status & 0x7F)
  }

  private static func failure(_ program: BuiltProgram) -> Failure {
    Failure(.failed, "\(program.path) does not start: \(String(cString: strerror(errno))).")
  }
}
