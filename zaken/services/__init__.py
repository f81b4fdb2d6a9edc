"""One function per change of a zaak; views, commands and tasks call these and write nothing themselves."""
