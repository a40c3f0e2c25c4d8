#ifndef SEEP_LINUX_H
#define SEEP_LINUX_H

/// Names the calling thread for debuggers and `top`; longer names are cut at 15 bytes.
void seep_name_thread(const char *name);

#endif
