#include "CTerminal.h"

#include <sys/eventfd.h>
#include <unistd.h>

// What libdispatch offers to a run loop that serves its main queue ("4CF": it was made for
// CoreFoundation, which does the same with it; private/queue_private.h of swift-corelibs-libdispatch).
extern int _dispatch_get_main_queue_handle_4CF(void);
extern void _dispatch_main_queue_callback_4CF(void *message);

int ct_main_queue_descriptor(void) { return _dispatch_get_main_queue_handle_4CF(); }

void ct_main_queue_serve(void) {
  eventfd_t rings;
  eventfd_read(ct_main_queue_descriptor(), &rings);
  _dispatch_main_queue_callback_4CF(NULL);
}
