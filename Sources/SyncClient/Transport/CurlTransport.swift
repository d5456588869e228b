// SPDX-License-Identifier: Apache-2.0

import CLibcurl
import Glibc

/// HTTP/1.1 over libcurl: one connection kept alive, TLS always checked, every wait bounded.
///
/// It belongs to the thread that made it; only its `Cancellation` may be used from others. It
/// follows no redirect and uses a proxy only where the environment names one (`https_proxy`,
/// `no_proxy`, …), never for this machine itself.
package final class CurlTransport: Transport {
  private let easy: UnsafeMutableRawPointer
  private let multi: UnsafeMutableRawPointer
  private let errorText = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))
  private let userAgent: String
  private let caFile: String?
  private let connectSecondsMaximum: Int
  private let cancellation: Cancellation
  private let progress: ((TransferProgress) -> Void)?

  private static let obstacle: TransportError? =
    if let reason = clibcurl_load() {
      .libraryMissing(reason: String(cString: reason))
    } else if clibcurl_global_init(Int(CURL_GLOBAL_DEFAULT)) != CURLE_OK {
      .failed(reason: "libcurl did not start")
    } else {
      nil
    }

  /// Makes a transport that is not connected yet.
  ///
  /// - Parameters:
  ///   - version: This program's version, told to the hub in `User-Agent`.
  ///   - caFile: Certificates in PEM form to trust instead of the system's.
  ///   - connectSecondsMaximum: How long connecting may take, at least 1.
  ///   - cancellation: Ends this transport's transfers from another thread.
  ///   - progress: Called on the transferring thread whenever bytes have moved.
  /// - Throws: `TransportError.libraryMissing` where there is no libcurl, `failed` where it does
  ///   not start.
  package init(
    version: String,
    caFile: String? = nil,
    connectSecondsMaximum: Int = 15,
    cancellation: Cancellation = Cancellation(),
    progress: ((TransferProgress) -> Void)? = nil
  ) throws(TransportError) {
    if let obstacle = Self.obstacle { throw obstacle }
    guard let easy = clibcurl_easy_init() else {
      throw .failed(reason: "libcurl did not start")
    }
    guard let multi = clibcurl_multi_init() else {
      clibcurl_easy_cleanup(easy)
      throw .failed(reason: "libcurl did not start")
    }
    self.easy = easy
    self.multi = multi
    self.userAgent = "mystery-shopper/\(version)"
    self.caFile = caFile
    self.connectSecondsMaximum = connectSecondsMaximum
    self.cancellation = cancellation
    self.progress = progress
    cancellation.connect(WakeableLoop(multi))
  }

  deinit {
    cancellation.disconnect()
    clibcurl_easy_cleanup(easy)
    clibcurl_multi_cleanup(multi)
    errorText.deallocate()
  }

  package func perform(_ request: HTTPRequest) throws(TransportError) -> HTTPResponse {
    let target = try request.target()
    let headers = try HeaderList(request)
    let exchange = Exchange(request, progress: progress)
    // Connections outlive a reset; pointers into this request do not.
    defer { clibcurl_easy_reset(easy) }
    let code = withExtendedLifetime((exchange, headers)) {
      request.body.withUnsafeBytes { body in
        prepare(request, to: target, headers: headers, body: body, exchange: exchange)
          ?? withoutPipeSignal(transfer)
      }
    }
    guard code == CURLE_OK else { throw failure(code, at: target.origin, exchange) }
    return try exchange.response(status: number(CURLINFO_RESPONSE_CODE), from: target.origin)
  }

  /// Sets everything that the request needs; returns what libcurl refused, if anything.
  private func prepare(
    _ request: HTTPRequest,
    to target: URLParts,
    headers: HeaderList,
    body: UnsafeRawBufferPointer,
    exchange: Exchange
  ) -> CURLcode? {
    var options = CurlOptions(easy)
    errorText.pointee = 0
    options.set(CURLOPT_ERRORBUFFER, errorText)
    options.set(CURLOPT_URL, request.url)
    options.set(CURLOPT_USERAGENT, userAgent)
    options.set(CURLOPT_HTTPHEADER, headers.first)
    options.set(CURLOPT_ACCEPT_ENCODING, "")
    options.setMethod(request.method, body: body)
    options.setWire(caFile: caFile)
    if target.isLoopback {
      options.set(CURLOPT_PROXY, "")
    }
    let seconds = max(1, request.timeoutSeconds)
    options.set(CURLOPT_TIMEOUT, seconds)
    options.set(CURLOPT_CONNECTTIMEOUT, min(seconds, max(1, connectSecondsMaximum)))
    options.set(CURLOPT_LOW_SPEED_TIME, max(1, request.silenceSecondsMaximum))
    options.set(CURLOPT_LOW_SPEED_LIMIT, 10)
    exchange.connect(&options)
    return options.failure
  }

  /// Runs the prepared transfer until it ends or is cancelled.
  private func transfer() -> CURLcode {
    guard clibcurl_multi_add_handle(multi, easy) == CURLM_OK else { return CURLE_FAILED_INIT }
    defer { clibcurl_multi_remove_handle(multi, easy) }
    var running: Int32 = 1
    while running > 0 {
      guard !cancellation.isCancelled else { return CURLE_ABORTED_BY_CALLBACK }
      guard clibcurl_multi_perform(multi, &running) == CURLM_OK else { return CURLE_FAILED_INIT }
      // A wake-up that comes before the poll is kept for it, so no cancellation is missed.
      if running > 0 {
        clibcurl_multi_poll(multi, 1_000)
      }
    }
    var remaining: Int32 = 0
    while let message = clibcurl_multi_info_read(multi, &remaining) {
      if message.pointee.msg == CURLMSG_DONE {
        return message.pointee.data.result
      }
    }
    return CURLE_FAILED_INIT
  }

  private func failure(
    _ code: CURLcode,
    at origin: String,
    _ exchange: Exchange
  ) -> TransportError {
    if let refusal = exchange.refusal(from: origin) { return refusal }
    let told = String(cString: errorText)
    let reason = told.isEmpty ? String(cString: clibcurl_easy_strerror(code)) : told
    var microseconds: curl_off_t = 0
    clibcurl_getinfo_offset(easy, CURLINFO_PRETRANSFER_TIME_T, &microseconds)
    return TransportError(
      code,
      host: origin,
      reason: reason,
      wasConnected: microseconds > 0,
      caFile: caFile
    )
  }

  private func number(_ info: CURLINFO) -> Int {
    var value = 0
    clibcurl_getinfo_long(easy, info, &value)
    return value
  }
}

extension HTTPRequest {
  /// Where the request goes.
  fileprivate func target() throws(TransportError) -> URLParts {
    guard let target = URLParts(url) else { throw .unsupported(what: "its address is not a URL") }
    guard target.scheme == "http" || target.scheme == "https" else {
      throw .unsupported(what: "its address names the protocol \(target.scheme)")
    }
    guard !target.hasCredentials else {
      throw .unsupported(what: "its address holds a user name or a password")
    }
    guard !method.isEmpty, method.utf8.allSatisfy({ (0x41...0x5A).contains($0) }) else {
      throw .unsupported(what: "its method is not an upper-case word")
    }
    return target
  }
}

/// Keeps a write to a closed connection from ending the process: some TLS libraries under libcurl
/// raise SIGPIPE, and a command in a shell's pipeline must keep the signal's meaning elsewhere.
private func withoutPipeSignal<Result>(_ body: () -> Result) -> Result {
  func isPending() -> Bool {
    var pending = sigset_t()
    sigpending(&pending)
    return sigismember(&pending, SIGPIPE) == 1
  }
  var pipe = sigset_t()
  sigemptyset(&pipe)
  sigaddset(&pipe, SIGPIPE)
  let wasPending = isPending()
  var before = sigset_t()
  pthread_sigmask(SIG_BLOCK, &pipe, &before)
  defer {
    if !wasPending, isPending() {
      var none = timespec()
      sigtimedwait(&pipe, nil, &none)
    }
    pthread_sigmask(SIG_SETMASK, &before, nil)
  }
  return body()
}
