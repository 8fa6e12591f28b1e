package dev.muster.auth.apikey;

record DeletedApiKey(boolean deleted) {}
