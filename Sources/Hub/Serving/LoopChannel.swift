// SPDX-License-Identifier: Apache-2.0

import HummingbirdCore
import Logging
import NIOCore

/// A connection whose requests are answered on the thread that reads it: to hand a request to
/// another thread and its answer back takes longer than most answers.
struct LoopChannel: ServerChildChannel {
  private let http: HTTP1Channel

  /// A connection of HTTP/1.1.
  init(_ http: HTTP1Channel) {
    self.http = http
  }

  func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<HTTP1Channel.Value> {
    http.setup(channel: channel, logger: logger)
  }

  func handle(value: HTTP1Channel.Value, logger: Logger) async {
    await withTaskExecutorPreference(LoopExecutor(value.channel.eventLoop)) {
      await http.handle(value: value, logger: logger)
    }
  }
}

/// Runs tasks on an event loop's thread.
private final class LoopExecutor: TaskExecutor {
  private let loop: any EventLoop

  init(_ loop: any EventLoop) {
    self.loop = loop
  }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    loop.execute { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
  }
}

/// Runs what may take long on a thread that reads no connection.
func elsewhere<Outcome: Sendable>(
  _ body: () async throws -> Outcome
) async throws -> Outcome {
  try await withTaskExecutorPreference(globalConcurrentExecutor) { try await body() }
}
