// SPDX-License-Identifier: Apache-2.0

import CommandLine
import Foundation

/// A program that was run to its end, without its start costing what `Foundation.Process` does.
struct TimedProcess {
  /// The seconds from before it was started until it had ended.
  let seconds: Double

  /// The most memory that was resident, in MiB; 0 where nobody watched.
  let mebibytes: Double

  /// Runs a program.
  ///
  /// - Parameters:
  ///   - words: Its path and its arguments.
  ///   - environment: Its environment, `NAME=VALUE` each.
  ///   - output: Where its standard output goes.
  ///   - isWatched: Whether its memory is looked at meanwhile.
  /// - Throws: ``Failure`` where it does not end with 0.
  init(
    _ words: [String],
    _ environment: [String] = [],
    output: String = "/dev/null",
    isWatched: Bool = false
  ) throws {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    let flags = O_WRONLY | O_CREAT | O_TRUNC
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, output, flags, 0o600)
    var arguments = words.map { strdup($0) } + [nil]
    var variables = environment.map { strdup($0) } + [nil]
    defer {
      for text in arguments + variables { free(text) }
    }
    var child: pid_t = 0
    var status: Int32 = 0
    let began = ContinuousClock.now
    let code = posix_spawn(&child, words[0], &actions, nil, &arguments, &variables)
    guard code == 0 else { throw Failure(.failed, "\(words[0]) does not start.") }
    let running = RunningProcess(id: child)
    let watch = isWatched ? MemoryWatch(milliseconds: 5) { running.greatestResident } : nil
    while waitpid(child, &status, 0) < 0, errno == EINTR {}
    seconds = (ContinuousClock.now - began) / .seconds(1)
    mebibytes = watch?.end() ?? 0
    guard status == 0 else {
      throw Failure(.failed, "It failed: \(words.joined(separator: " "))")
    }
  }

  /// The path of `sqlite3`; nil where there is none.
  static var sqlite: String? {
    ["/usr/bin/sqlite3", "/usr/local/bin/sqlite3"]
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  }
}
