// SPDX-License-Identifier: Apache-2.0

import Hummingbird
import Logging
import NIOCore

/// What the hub knows of a request beside the request.
struct HubContext: InitializableFromSource {
  /// Keeps time for those who wait.
  let eventLoop: any EventLoop

  init(source: ApplicationRequestContextSource) {
    eventLoop = source.channel.eventLoop
  }
}
