#!/bin/sh
dig here
dig there
