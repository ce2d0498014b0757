// Tells the thread sanitizer of the two ends of Synchronization.Mutex that it cannot see.
//
// On Linux (Swift 6.3) a Mutex is one word. Taking it while it is free, and giving it up while
// nobody waits, are atomic operations in the caller's own code, which the sanitizer sees. Otherwise
// the kernel hands it over (FUTEX_LOCK_PI), from within the two functions below, of
// libswiftSynchronization. That is not instrumented: the order that they establish is unknown to the
// sanitizer, and whatever the Mutex guards looks like a race. So each of them is put in front of the
// real one, and says what that one does. Nothing is suppressed: what no Mutex guards is reported.
//
// Preloaded by ../tsan. The sanitizer's own functions are missing in the programs that the tests
// call besides volley, and these have no such mutexes.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdint.h>

#define LOCK "$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF"
#define UNLOCK "$s15Synchronization12_MutexHandleV11_unlockSlowyyF"

#define SWIFT __attribute__((swiftcall))
#define SELF __attribute__((swift_context))

typedef SWIFT void Lock(uint32_t thread, SELF void *self);
typedef SWIFT void Unlock(SELF void *self);

extern void __tsan_acquire(void *address) __attribute__((weak));
extern void __tsan_release(void *address) __attribute__((weak));

SWIFT void lock(uint32_t thread, SELF void *self) __asm__(LOCK);
SWIFT void unlock(SELF void *self) __asm__(UNLOCK);

static Lock *realLock;
static Unlock *realUnlock;

__attribute__((constructor)) static void find(void) {
  realLock = (Lock *)dlsym(RTLD_NEXT, LOCK);
  realUnlock = (Unlock *)dlsym(RTLD_NEXT, UNLOCK);
}

SWIFT void lock(uint32_t thread, SELF void *self) {
  realLock(thread, self);
  if (__tsan_acquire) __tsan_acquire(self);
}

SWIFT void unlock(SELF void *self) {
  if (__tsan_release) __tsan_release(self);
  realUnlock(self);
}
