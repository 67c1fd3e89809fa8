// Tells the time zone of the browser, in which times are shown where the account names no other.

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
document.cookie = `backlot-zone=${zone};path=/;max-age=31536000;samesite=lax`;
